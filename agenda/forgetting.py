"""Take people's names and addresses out of action points; what was agreed stays, with its history."""

from collections.abc import Iterable

from common.personal import NAME_REMOVED
from common.retention import Rows, told
from sessions.models import Organisation

from .enums import ActionChange
from .models import ActionEvent, ActionPoint

NAMELESS = ["", NAME_REMOVED]


def forget_owners(actions: Iterable[ActionPoint]) -> int:
    """Take the name and address of the owner from these action points; organisation and role stay."""
    changed = 0
    for action in actions:
        action.owner_name = NAME_REMOVED if action.owner_name else ""
        action.owner_email = ""
        # The link in earlier mails gave a right to whoever held that address.
        action.reply_link_version += 1
        action.save(update_fields=["owner_name", "owner_email", "reply_link_version"])
        changed += 1
    return changed


def forget_history(events: Iterable[ActionEvent]) -> int:
    """Take every name from these lines of history: who wrote them, and who the owners were."""
    changed = 0
    organisations: list[str] | None = None
    for event in events:
        before = event.author, event.before, event.after
        event.author = NAME_REMOVED if event.author else ""
        if event.change == ActionChange.OWNER:
            if organisations is None:
                organisations = list(Organisation.objects.values_list("name", flat=True))
            event.before = _organisation_only(event.before, organisations)
            event.after = _organisation_only(event.after, organisations)
        if (event.author, event.before, event.after) != before or event.user_id is not None:
            event.user = None
            event.save(update_fields=["author", "before", "after", "user"])
            changed += 1
    return changed


def _organisation_only(owner: str, organisations: list[str]) -> str:
    """Return an owner in words without the person: "Jan Jansen, adviseur, Woonstede" keeps Woonstede."""
    named = max((name for name in organisations if owner.endswith(name)), key=len, default="")
    if owner in ("", named):
        return owner
    return f"{NAME_REMOVED}, {named}" if named else NAME_REMOVED


def rows(*, owners: int, lines: int) -> Rows:
    """Return what went, by table."""
    return told(agenda__actionpoint=owners, agenda__actionevent=lines)
