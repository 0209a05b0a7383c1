"""The address book as a spreadsheet that can be read in again: one row per contact person."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import get_language

from audit.actors import Actor
from audit.record import record
from catalogue.models import PartyKind
from common.spreadsheets import CSV, csv_file, xlsx_file

from .book_import.columns import Column
from .folding import fold
from .merging import Merges
from .models import Contact, Organisation, OrganisationAlias
from .organisation_list import contacts_of
from .themes import themes_to_call_about

if TYPE_CHECKING:
    from municipalities.models import Municipality

BETWEEN = " | "


def export_address_book(
    *, municipality: "Municipality", file_type: str, actor: Actor, today: date, now: datetime
) -> bytes:
    """Return the whole address book as a CSV or Excel file; reading it leaves a row in the log."""
    content = _file(list(rows_of(municipality=municipality, today=today)), file_type)
    record(municipality=municipality, actor=actor, action="export address book", target=municipality, now=now)
    return content


def example_file(*, file_type: str, name: str) -> bytes:
    """Return a file with the right columns and two rows that show how to fill them."""
    language = get_language() or "nl"
    kind = PartyKind.objects.filter(slug="woningcorporatie").first() or PartyKind.objects.first()
    theme = next(iter(themes_to_call_about()), None)
    said = [
        name,
        kind.name_in(language) if kind else "",
        "",
        "01234567",
        "01-03-2026",
        "28-02-2028",
    ]
    people = [
        ["Sanne de Boer", "teamleider", "s.deboer@woonvoorbeeld.example", "0612345678"],
        ["Ali Yilmaz", "consulent", "a.yilmaz@woonvoorbeeld.example", ""],
    ]
    themes = [theme.title_in(language) if theme else "", ""]
    return _file(
        [[*said, *people[0], themes[0]], [name, "", "", "", "", "", *people[1], themes[1]]], file_type
    )


def _file(rows: list[list[str]], file_type: str) -> bytes:
    head = [str(column.label) for column in Column]
    if file_type == CSV:
        return csv_file(head=head, rows=rows)
    return xlsx_file(head=head, rows=rows, sheet=str(Column.ORGANISATION.label))


def rows_of(*, municipality: "Municipality", today: date) -> Iterator[list[str]]:
    """Yield a row per contact of today, or one without a person; a merged one stands as what it is now."""
    language = get_language() or "nl"
    merges = Merges(municipality.pk)
    organisations = Organisation.objects.filter(municipality=municipality).select_related("kind").in_bulk()
    listed = [row for row in organisations.values() if row.merged_into_id is None]
    aliases: dict[int, list[str]] = {row.pk: [] for row in listed}
    for alias in OrganisationAlias.objects.filter(municipality=municipality):
        aliases[merges.end_of(alias.organisation_id)].append(alias.name)
    for pk, row in organisations.items():
        if row.merged_into_id is not None:
            aliases[merges.end_of(pk)].append(row.name)
    people: dict[int, list[Contact]] = {row.pk: [] for row in listed}
    for contact in contacts_of(organisations, today=today):
        people[merges.end_of(contact.organisation_id)].append(contact)
    themes = {theme.slug: theme.title_in(language) for theme in themes_to_call_about()}
    for row in sorted(listed, key=lambda row: fold(row.name)):
        about = [
            row.name,
            row.kind.name_in(language),
            BETWEEN.join(aliases[row.pk]),
            row.kvk_number,
            _day(row.covenant_signed_on),
            _day(row.covenant_until),
        ]
        for contact in people[row.pk]:
            yield [*about, *_person(contact, themes)]
        if not people[row.pk]:
            yield [*about, "", "", "", "", ""]


def _person(contact: Contact, themes: dict[str, str]) -> list[str]:
    person = contact.person
    called = BETWEEN.join(themes.get(slug, slug) for slug in contact.themes)
    return [person.name, contact.function, person.email, person.phone, called]


def _day(day: date | None) -> str:
    return f"{day:%d-%m-%Y}" if day else ""
