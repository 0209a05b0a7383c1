"""Hold the contact person of a row against the people in the address book and in the rows before."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date

from ..folding import fold
from ..models import Contact, ContactPerson
from .columns import Column
from .outcome import Outcome
from .words import Remark


class PersonPlan:
    """Who is in the book, and who was in a row before."""

    def __init__(
        self,
        *,
        people: list[ContactPerson],
        contacts: list[Contact],
        end_of: Callable[[int], int],
        today: date,
    ) -> None:
        self._by_email = {person.email.lower(): person for person in people if person.email}
        self._people = {person.pk: person for person in people}
        self._end_of = end_of
        self._at: dict[int | str, list[Contact]] = defaultdict(list)
        self._of: dict[int, list[Contact]] = defaultdict(list)
        for contact in contacts:
            if contact.from_date <= today and (contact.until_date is None or contact.until_date >= today):
                self._at[end_of(contact.organisation_id)].append(contact)
                self._of[contact.person_id].append(contact)
        self._rows_with_email: dict[str, int] = {}
        self._rows_with_name: dict[tuple[int | str, str], int] = {}
        self._rows_without_person: dict[int | str, int] = {}

    def look(self, outcome: Outcome, organisation: int | str) -> None:
        """Fill in what a row does to its contact person, or what is wrong with it."""
        name = outcome.person_name
        if not name:
            self._look_at_nobody(outcome, organisation)
            return
        if self._stands_above(outcome, organisation):
            return
        contact = self._contact_at(outcome, organisation)
        if outcome.problems:
            return
        if contact is not None:
            self._compare(outcome, contact)
        else:
            self._add(outcome)

    def _look_at_nobody(self, outcome: Outcome, organisation: int | str) -> None:
        if outcome.says_person:
            outcome.problems.append(Remark("person missing", Column.PERSON.value))
        elif row := self._rows_without_person.get(organisation):
            outcome.problems.append(Remark("same row", Column.ORGANISATION.value, {"row": row}))

    def _stands_above(self, outcome: Outcome, organisation: int | str) -> bool:
        email = outcome.values.get(Column.EMAIL, "")
        if row := self._rows_with_email.get(email):
            outcome.problems.append(Remark("email twice", Column.EMAIL.value, {"row": row}))
        elif row := self._rows_with_name.get((organisation, fold(outcome.person_name))):
            outcome.problems.append(Remark("same row", Column.PERSON.value, {"row": row}))
        return bool(outcome.problems)

    def _contact_at(self, outcome: Outcome, organisation: int | str) -> Contact | None:
        """Return the contact that a row is about; `None` when it is a new one."""
        email = outcome.values.get(Column.EMAIL, "")
        person = self._by_email.get(email)
        here = self._at[organisation]
        if person is None:
            return self._by_name(outcome, here, email)
        outcome.person = person.pk
        if fold(person.name) != fold(outcome.person_name):
            said = {"other": person.name}
            outcome.problems.append(Remark("email of other", Column.EMAIL.value, said))
            return None
        found = next((one for one in here if one.person_id == person.pk), None)
        if found is None and self._of[person.pk]:
            said = {"other": self._of[person.pk][0].organisation.name}
            outcome.problems.append(Remark("works elsewhere", Column.PERSON.value, said))
        return found

    def _by_name(self, outcome: Outcome, here: list[Contact], email: str) -> Contact | None:
        wanted = fold(outcome.person_name)
        same = [one for one in here if fold(self._people[one.person_id].name) == wanted]
        if len(same) > 1:
            outcome.problems.append(Remark("several people", Column.EMAIL.value))
        elif same and email and self._people[same[0].person_id].email:
            said = {"value": outcome.person_name}
            outcome.problems.append(Remark("other email", Column.EMAIL.value, said))
        return same[0] if same else None

    def _compare(self, outcome: Outcome, contact: Contact) -> None:
        person = self._people[contact.person_id]
        outcome.person, outcome.contact = person.pk, contact.pk
        known = {
            Column.EMAIL: person.email.lower(),
            Column.PHONE: person.phone,
            Column.FUNCTION: contact.function,
            Column.THEMES: sorted(contact.themes) or ["*"],
        }
        for column, before in known.items():
            said = outcome.values.get(column)
            after = sorted(said) if isinstance(said, list) else said
            if after and after != before:
                outcome.set_person(column, before=before, after=after)

    def _add(self, outcome: Outcome) -> None:
        code = "again" if outcome.person else "person"
        outcome.changes.append(Remark(code, Column.PERSON.value, {"value": outcome.person_name}))
        outcome.creates = True
        for column in (Column.FUNCTION, Column.EMAIL, Column.PHONE, Column.THEMES):
            if said := outcome.values.get(column):
                outcome.person_values[column] = said

    def keep(self, outcome: Outcome) -> None:
        """Remember a good row, for those below it."""
        assert outcome.organisation
        if not outcome.person_name:
            self._rows_without_person[outcome.organisation] = outcome.number
            return
        if email := outcome.values.get(Column.EMAIL):
            self._rows_with_email[email] = outcome.number
        self._rows_with_name[outcome.organisation, fold(outcome.person_name)] = outcome.number
