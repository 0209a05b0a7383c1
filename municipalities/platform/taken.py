"""What a new municipality may not share with another: its address, its CBS code and mostly its name."""

import re

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from ..models import Municipality
from ..slugs import RESERVED

LONGEST_SLUG = 40


def propose_slug(name: str) -> str:
    """Return an address made from a name that nobody has yet: `Sint Anna` gives `sint-anna`."""
    base = slugify(name.replace("'", "").replace("’", ""))[: LONGEST_SLUG - 3].strip("-")
    if not re.match(r"[a-z]", base):
        base = f"gemeente-{base}".strip("-")[: LONGEST_SLUG - 3]
    if len(base) < 2:
        base = f"gemeente-{base}"
    taken = {*Municipality.objects.filter(slug__startswith=base).values_list("slug", flat=True), *RESERVED}
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, 99))) if slug not in taken)


def require_new_name(name: str) -> None:
    """Raise `ValidationError` for a name that is there already."""
    there = Municipality.objects.filter(name__iexact=" ".join(name.split())).first()
    if there is not None:
        raise ValidationError(
            {
                "slug": _(
                    "%(name)s is there already, at /%(slug)s/. Do you mean another one? Then type an address "
                    "for it, or another name."
                )
                % {"name": there.name, "slug": there.slug}
            }
        )


def require_new_code(row: Municipality) -> None:
    """Raise `ValidationError` for the CBS code of another municipality."""
    there = Municipality.objects.exclude(pk=row.pk).filter(cbs_code=row.cbs_code).first()
    if there is not None:
        raise ValidationError(
            {
                "cbs_code": _("%(name)s at /%(slug)s/ has this CBS code already.")
                % {"name": there.name, "slug": there.slug}
            }
        )


def save_first(row: Municipality) -> None:
    """Save a new municipality; of two with the same address at once, the second is told."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise ValidationError({"slug": _("This address was taken just now. Choose another one.")}) from error
