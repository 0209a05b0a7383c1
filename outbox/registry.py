"""Which function fulfils which kind of promise; apps higher in the house register theirs here by name."""

from collections.abc import Callable
from datetime import datetime

from .models import Promise

Handler = Callable[[Promise, datetime], None]
_handlers: dict[str, Handler] = {}


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Register a function as the one that fulfils promises of this kind."""

    def register(function: Handler) -> Handler:
        if _handlers.setdefault(kind, function) is not function:
            raise ValueError(f"Two handlers for {kind!r}.")
        return function

    return register


def handler_of(kind: str) -> Handler:
    """Return the handler of a kind; raises `KeyError` when no app registered one."""
    return _handlers[kind]
