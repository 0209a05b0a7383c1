"""Fill the address book of a demo: organisations, who to call there, somebody who moved, two that merged."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from audit.actors import Actor
from catalogue.models import PartyKind
from sessions.address_book import write_organisation
from sessions.contacts import add_contact, move_contact
from sessions.merging import merge_organisations
from sessions.models import Organisation

from .stories import MovedStory, OrganisationStory, Story, address

if TYPE_CHECKING:
    from municipalities.models import Municipality


class Book:
    """The address book of one municipality, filled when it was founded."""

    def __init__(self, municipality: "Municipality", *, actor: Actor, founded: datetime, today: date) -> None:
        self.municipality, self.actor, self.founded, self.today = municipality, actor, founded, today
        self.began = founded.date()
        self.kinds = {kind.slug: kind for kind in PartyKind.objects.all()}
        self.by: dict[str, Any] = {"actor": actor, "now": founded}

    def fill(self, story: Story) -> dict[str, Organisation]:
        """Return the organisations by the key that the story gives them."""
        rows = {key: self._add(one) for key, one in story.organisations.items()}
        for number, (key, one) in enumerate(story.organisations.items()):
            if one.person:
                self._call(rows[key], one, phone=f"088 000 {number + 10} {number + 20}")
        for merged in story.merged:
            old = self._add(OrganisationStory(name=merged.name, kind=merged.kind))
            into = rows[merged.into]
            merge_organisations(old, into=into, **self.by)
        for moved in story.moved:
            self._move(moved, left=rows[moved.left], to=rows[moved.to])
        return rows

    def _add(self, one: OrganisationStory) -> Organisation:
        signed, until = one.covenant or (0, 0)
        return write_organisation(
            municipality=self.municipality,
            name=one.name,
            kind=self.kinds[one.kind],
            aliases=one.aliases,
            kvk_number=one.kvk,
            covenant_signed_on=self.today - timedelta(days=signed) if one.covenant else None,
            covenant_until=self.today + timedelta(days=until) if until else None,
            **self.by,
        )

    def _call(self, organisation: Organisation, one: OrganisationStory, *, phone: str) -> None:
        add_contact(
            organisation,
            name=one.person,
            email=one.email,
            phone=phone,
            function=one.function,
            themes=one.themes,
            from_date=self.began,
            **self.by,
        )

    def _move(self, moved: MovedStory, *, left: Organisation, to: Organisation) -> None:
        contact = add_contact(
            left,
            name=moved.person,
            email=address(moved.person, at="mail"),
            phone="088 000 77 88",
            function="medewerker",
            themes=[],
            from_date=self.began,
            **self.by,
        )
        day, themes = self.today - timedelta(days=moved.days_ago), ["communicatie"]
        move_contact(contact, to=to, on=day, function=moved.function, themes=themes, **self.by)
