"""The revision that a form carries: what its page showed."""

from django.http import HttpRequest

LONGEST = 9
"""Digits; more than any revision has, and what every database holds as a number."""


def whole_number(typed: str) -> int:
    """Return what stands in a hidden field as a number; 0, older than anything, for what is none."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= LONGEST else 0


def typed_revision(request: HttpRequest, name: str = "expected_revision") -> int:
    """Return the revision a page showed; a page that says none is an old one."""
    return whole_number(request.POST.get(name, ""))
