"""A provider that is slow keeps nobody else waiting: it is asked little at once, and then left alone."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.core.cache import cache

from common.outward import PATIENCE, OutwardFailed

AT_ONCE = 6
"""People of one municipality whose sign-in waits for its provider at the same time; the rest try again."""
LEFT_ALONE = timedelta(seconds=15)
"""How long a provider that did not answer is not asked again."""
HELD = int(PATIENCE * 5)
"""Seconds after which the turn of a process that died is free again; a sign-in asks four things."""


@contextmanager
def in_turn(issuer: str, *, now: datetime) -> Iterator[None]:
    """Ask a provider inside this block; raise `OutwardFailed` at once when it is not the moment."""
    name = hashlib.sha256(issuer.encode()).hexdigest()
    away = f"own-sign-in:away-until:{name}"
    left_alone_until = cache.get(away)
    if left_alone_until is not None and now < left_alone_until:
        raise OutwardFailed("away")
    turns = (f"own-sign-in:turn:{name}:{number}" for number in range(AT_ONCE))
    turn = next((one for one in turns if cache.add(one, True, HELD)), None)
    if turn is None:
        raise OutwardFailed("slow")
    try:
        yield
    except OutwardFailed as failed:
        if failed.why in {"slow", "away"}:
            cache.set(away, now + LEFT_ALONE, LEFT_ALONE.total_seconds())
        raise
    finally:
        cache.delete(turn)
