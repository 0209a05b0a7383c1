"""The forms by which a list of action points is read, and by which one says who is meant by its names."""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from common.forms import VerbForm
from sessions.folding import fold

from .organisations import NEW, KnownOrganisations, Unknown

CHOSEN_AT_ONCE = 25
"""Names on one page; each has the whole address book to choose from."""


class ListFileForm(VerbForm):
    """The file to read in."""

    file = forms.FileField(
        label=_("File"),
        max_length=255,
        help_text=_("An Excel file (.xlsx) or a CSV file, with at most 2,000 rows and 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.txt"}),
        error_messages={"empty": _("There is nothing in this file. Choose another file.")},
    )


class TakeOverForm(forms.Form):
    """What the page showed; the rows do nothing else than that."""

    fingerprint = forms.CharField(max_length=64)


class ChooseForm(VerbForm):
    """For each name that the address book does not know: who it is, or that it is new."""

    mark_optional = False

    def __init__(
        self, *args: Any, unknown: Sequence[Unknown], book: KnownOrganisations, may_add: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._names = {field_of(one.name): one.name for one in unknown[:CHOSEN_AT_ONCE]}
        everybody = [(str(row.pk), row.name) for row in book.listed]
        for one in unknown[:CHOSEN_AT_ONCE]:
            rows = ngettext("In %(number)s row.", "In %(number)s rows.", one.rows) % {"number": one.rows}
            alike = [(str(row.pk), row.name) for row in book.alike(one.name)]
            self.fields[field_of(one.name)] = forms.ChoiceField(
                label=f"“{one.name}”",
                help_text=rows,
                required=False,
                choices=list(_choices(alike, everybody, may_add=may_add)),
            )

    @property
    def choices(self) -> dict[str, int | str]:
        """Return what was chosen, by the name in the list."""
        return {
            self._names[field]: said if said == NEW else int(said)
            for field, said in self.cleaned_data.items()
            if said
        }


def _choices(
    alike: list[tuple[str, str]], everybody: list[tuple[str, str]], *, may_add: bool
) -> Iterator[tuple[Any, Any]]:
    yield "", _("not chosen yet: these rows wait")
    if may_add:
        yield NEW, _("new: add it to the address book")
    if alike:
        yield _("Looks like it"), alike
    yield _("In the address book"), everybody


def field_of(name: str) -> str:
    """Return the name of the field about a name in the list; it stays when other names are gone."""
    return f"o{hashlib.sha256(fold(name).encode()).hexdigest()[:16]}"
