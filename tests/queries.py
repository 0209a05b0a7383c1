"""How many queries a block of `tenant()` or of a door costs by itself, for tests that count."""

from django.db import connection

BLOCK = 4 if connection.vendor == "postgresql" else 0
"""In a test, which has a transaction around it: a savepoint, the setting, its former value, the release."""
