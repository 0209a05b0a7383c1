"""Months of an improvement agenda in a few minutes: what was promised, and what happened."""
