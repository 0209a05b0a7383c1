"""How times of day are written, per language."""
