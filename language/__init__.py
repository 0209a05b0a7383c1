"""Reads the Dutch texts of the product as an editor does: `make language` says what is long, hard or distant.

No part of the running system. docs/plain-language.md tells how to use it.
"""
