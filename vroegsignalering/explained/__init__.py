"""Says how the product works: a story per role, a tour on first use, the glossary."""
