"""Loading the kinds of parties; loading twice changes nothing."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from catalogue.enums import PartyCategory
from catalogue.models import PartyKind
from catalogue.reading import DATA, CatalogueFileError, entries, new_row

PARTY_KINDS = DATA / "party-kinds.yaml"


OPEN_KIND = "andere-organisatie"


def open_kind() -> PartyKind | None:
    """Return the kind for an organisation of which nobody said yet what it is; it can be changed later."""
    return PartyKind.objects.filter(slug=OPEN_KIND).first() or PartyKind.objects.order_by("position").last()


def load_party_kinds(*, content: Mapping[str, Any]) -> int:
    """Write the kinds of parties, each found back by its slug; give the number of rows that changed.

    A kind that is no longer in the content stays, because parties may use it.
    """
    if set(content) != set(PartyCategory.values):
        raise CatalogueFileError(f"Party kinds stand under {', '.join(PartyCategory.values)}.")
    rows = [(category, raw) for category in content for raw in entries(content, category)]
    slugs = [raw.get("slug") for _category, raw in rows]
    if len(slugs) != len(set(slugs)):
        raise CatalogueFileError("Every party kind needs a slug of its own.")
    changed = 0
    with transaction.atomic():
        for position, (category, raw) in enumerate(rows, start=1):
            where = f"party kind {position}"
            kind = new_row(
                PartyKind, raw, where=where, check_unique=False, category=category, position=position
            )
            old = PartyKind.objects.filter(slug=kind.slug).first()
            kind.pk = old.pk if old else None
            if old is None or any(
                getattr(old, field.name) != getattr(kind, field.name) for field in PartyKind._meta.fields
            ):
                kind.save()
                changed += 1
    return changed
