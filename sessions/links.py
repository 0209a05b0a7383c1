"""Links that give rights in one session; computed and never stored (`common/link_tokens.py`)."""

from common.link_tokens import make_token, read_token

from .models import Facilitator, GroupSession, Party, Representative

Linked = Representative | Party | Facilitator | GroupSession

_PURPOSES: dict[str, tuple[type[Linked], str]] = {
    "p": (Representative, "link_version"),
    "k": (Party, "seat_card_version"),
    "g": (Facilitator, "link_version"),
    "s": (GroupSession, "screen_link_version"),
}


def token_for(row: Linked) -> str:
    """Return the token of a personal link, seat card, facilitator's link or big screen."""
    for purpose, (model, version_field) in _PURPOSES.items():
        if isinstance(row, model):
            return make_token(purpose, pk=row.pk, version=getattr(row, version_field))
    raise TypeError(type(row))


def row_of(token: str, *kinds: type) -> Linked | None:
    """Return the row a token stands for, if it is of these kinds, of this municipality and not withdrawn."""
    read = read_token(token)
    if read is None or read.purpose not in _PURPOSES:
        return None
    model, version_field = _PURPOSES[read.purpose]
    if model not in kinds:
        return None
    row = model.objects.filter(pk=read.pk).first()
    return row if row is not None and read.is_for(version=getattr(row, version_field)) else None
