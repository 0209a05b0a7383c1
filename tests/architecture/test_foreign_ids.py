"""Ids of the other municipality: one at a time in the path, in the query, in the body, as choices of fields.

Nothing of the other municipality is found, shown, changed, or pointed at.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from common.tenancy import TenantModel, across_municipalities, tenant
from municipalities.models import Municipality
from sessions.forms import KnownOrganisationForm
from sessions.models import GroupSession, Organisation
from tests.architecture.doors import DOORS
from tests.architecture.rows import hashes, owned, references_across
from tests.architecture.session_states import undone
from tests.architecture.test_doors import WANTED
from tests.architecture.world import PEOPLE, World
from tests.builders import NOW

ONE_AT_A_TIME = {
    "gemeente",
    "rol",
    "ending",
    "sheet",
    "task",
    "number",
    "key",
    "who",
    "passkey",
    "sign_in",
    "import_pk",
}
"""Parts of an address that name nothing of a municipality, or that are tried all together only."""

QUERY = ["na", "sessie", "organisatie", "organisation", "into", "contact", "statement", "theme", "zoek"]
"""What pages read from a query, beside the names of their fields."""


def mark(world: World, word: str) -> None:
    """Give everything of a world that has a name or title a word that is nowhere else."""
    with tenant(world.municipality):
        for model in owned():
            for field in ("name", "title", "what"):
                if field in {each.name for each in model._meta.fields}:
                    for row in model.objects.all():
                        model.objects.filter(pk=row.pk).update(**{field: f"{word} {row.pk}"})


def who_gets_in(name: str) -> list[str]:
    return [who for who in PEOPLE if DOORS[name].column.get(who) == "in"]


def in_a_municipality(name: str) -> bool:
    return "gemeente" in WANTED[name]


def ids_of(world: World) -> dict[type[TenantModel], list[int]]:
    with tenant(world.municipality):
        return {model: list(model.objects.values_list("pk", flat=True)) for model in owned()}


def forms_in(response: HttpResponse) -> Iterator[forms.BaseForm]:
    """Yield every form that a page was drawn with."""
    for layer in response.context or []:
        for each in layer:
            for value in each.values() if isinstance(each, dict) else []:
                yield from _forms(value)


def _forms(value: Any, depth: int = 0) -> Iterator[forms.BaseForm]:
    if isinstance(value, forms.BaseForm):
        yield value
    elif isinstance(value, dict) and depth < 3:
        for each in value.values():
            yield from _forms(each, depth + 1)
    elif isinstance(value, list | tuple) and depth < 3:
        for each in value:
            yield from _forms(each, depth + 1)


def check_choices(
    form: forms.BaseForm, here: World, foreign: dict[type[TenantModel], list[int]], word: str
) -> int:
    """Check that no choice is of elsewhere, and that such a one is refused; return how many were tried."""
    tried = 0
    for name, field in form.fields.items():
        said = f"{type(form).__name__}.{name}"
        if isinstance(field, forms.ModelChoiceField) and issubclass(field.queryset.model, TenantModel):
            owners = {row.municipality_id for row in field.queryset.all()}
            assert owners <= {here.municipality.pk}, said
            for pk in foreign[field.queryset.model][:2]:
                with pytest.raises(ValidationError):
                    field.clean([pk] if isinstance(field, forms.ModelMultipleChoiceField) else pk)
                tried += 1
        elif isinstance(field, forms.ChoiceField):
            for value, label in _flat(field.choices):
                assert word not in f"{value} {label}", said
    return tried


def _flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield value, label


@pytest.fixture
def marked(worlds: tuple[World, World]) -> tuple[World, World]:
    mark(worlds[1], "Vreemdeling")
    return worlds


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in DOORS if in_a_municipality(name)])
def test_no_id_of_elsewhere_is_of_any_use(name: str, marked: tuple[World, World]) -> None:
    """One part of the path at a time; then the query and the body, full of ids of elsewhere."""
    here, there = marked
    own, theirs = here.arguments(name, WANTED[name]), there.arguments(name, WANTED[name])
    foreign = ids_of(there)
    before = hashes()
    methods = DOORS[name].methods.split()
    for who in who_gets_in(name)[:1]:
        client = here.client(who)
        for part in WANTED[name] - ONE_AT_A_TIME:
            if own[part] != theirs[part]:
                check_path(name, client, {**own, part: theirs[part]}, methods, f"{who}, {part} of elsewhere")
        names = QUERY
        if "GET" in methods:
            names = check_query(name, client, own, here, foreign)
        if "POST" in methods:
            for values in bodies(names, there, foreign):
                with undone():
                    response = client.post(reverse(name, kwargs=own), values)
                    assert response.status_code < 500, f"POST {name} as {who}"
                    assert hashes().get(there.municipality.pk) == before[there.municipality.pk], name
                    assert references_across() == [], name
    assert hashes()[there.municipality.pk] == before[there.municipality.pk]


def check_path(name: str, client: Client, mixed: dict[str, Any], methods: list[str], said: str) -> None:
    for method in methods:
        with undone():
            response = client.generic(method, reverse(name, kwargs=mixed))
        assert response.status_code == 404, f"{method} {name} as {said}: {response.status_code}"


def check_query(
    name: str, client: Client, own: dict[str, Any], here: World, foreign: dict[type[TenantModel], list[int]]
) -> list[str]:
    """Ask with ids of elsewhere in the query; return the names of all fields on the page."""
    plain = client.get(reverse(name, kwargs=own))
    fields = [field for form in forms_in(plain) for field in form.fields]
    for form in forms_in(plain):
        check_choices(form, here, foreign, "Vreemdeling")
    for pk in (foreign[GroupSession][-1], foreign[Organisation][-1]):
        response = client.get(reverse(name, kwargs=own), dict.fromkeys([*QUERY, *fields], pk))
        assert response.status_code < 500, name
        if not response.streaming:
            assert b"Vreemdeling" not in response.content, name
    return [*QUERY, *fields]


def bodies(
    names: list[str], there: World, foreign: dict[type[TenantModel], list[int]]
) -> Iterator[dict[str, Any]]:
    """Yield what can be sent: in every field an organisation, a session, a party or a person of elsewhere."""
    for model in (Organisation, GroupSession, type(there.party), type(there.person)):
        values = dict.fromkeys(names, foreign[model][0])
        yield {**values, "revision": 99, "expected_revision": 99, "seen": 1, "answer": 7}


def all_choice_forms() -> set[type[forms.BaseForm]]:
    """Return the forms of this product that let somebody choose a row of a municipality."""
    found, left = set(), [forms.BaseForm]
    while left:
        form = left.pop()
        left += form.__subclasses__()
        fields = getattr(form, "base_fields", {}).values()
        if form.__module__.partition(".")[0] in OWN_APPS and any(
            isinstance(field, forms.ModelChoiceField)
            and (field.queryset is None or issubclass(field.queryset.model, TenantModel))
            for field in fields
        ):
            found.add(form)
    return found


OWN_APPS = {
    config.name for config in apps.get_app_configs() if not config.name.startswith(("django", "allauth"))
}
DRAWN_NOWHERE = {KnownOrganisationForm}
"""Forms that only read what a button sent."""


def test_every_form_with_choices_of_a_municipality_was_looked_at(marked: tuple[World, World]) -> None:
    """A form with choices that no page draws would not be looked at by the test above."""
    here, there = marked
    foreign, seen, tried = ids_of(there), set(), 0
    for name in filter(in_a_municipality, DOORS):
        if "GET" not in DOORS[name].methods:
            continue
        for who in who_gets_in(name)[:1]:
            response = here.client(who).get(reverse(name, kwargs=here.arguments(name, WANTED[name])))
            for form in forms_in(response):
                seen.add(type(form))
                tried += check_choices(form, here, foreign, "Vreemdeling")
    assert tried > 0
    assert all_choice_forms() - seen <= DRAWN_NOWHERE
    with tenant(here.municipality):
        for form in DRAWN_NOWHERE:
            assert check_choices(form(), here, foreign, "Vreemdeling") > 0


def test_a_field_with_every_row_as_choice_is_noticed(marked: tuple[World, World]) -> None:
    """The control: a choice field that forgot its municipality turns the test red."""
    here, there = marked

    class Forgot(forms.Form):
        organisation = forms.ModelChoiceField(queryset=None)

        def __init__(self) -> None:
            super().__init__()
            with across_municipalities("demo"):
                rows = Organisation.objects.all()
            self.fields["organisation"].queryset = rows

    with across_municipalities("demo"), pytest.raises((AssertionError, pytest.fail.Exception)):
        check_choices(Forgot(), here, ids_of_all(there), "Vreemdeling")


def ids_of_all(there: World) -> dict[type[TenantModel], list[int]]:
    return {
        model: list(model.objects.filter(municipality=there.municipality).values_list("pk", flat=True))
        for model in owned()
    }


def test_a_row_that_points_across_is_noticed(marked: tuple[World, World]) -> None:
    """The control: a reference to a row of another municipality turns the test red."""
    here, there = marked
    assert references_across() == []
    with tenant(here.municipality):
        here_point = type(here.action).objects.filter(pk=here.action.pk)
        here_point.update(owner_organisation=there.party.organisation_id, changed_at=NOW)
    assert references_across() == [f"agenda.ActionPoint.owner_organisation {here.action.pk}"]


@pytest.mark.once
def test_a_helper_of_another_municipality_is_noticed(marked: tuple[World, World]) -> None:
    """The control for links; PostgreSQL itself refuses this one."""
    here, there = marked
    type(here.action).helpers.through.objects.create(
        actionpoint_id=here.action.pk, organisation_id=there.party.organisation_id
    )
    assert references_across() == [f"agenda.ActionPoint.helpers {here.action.pk}"]


def test_a_link_that_goes_changes_the_hash_of_its_own_municipality(marked: tuple[World, World]) -> None:
    """The control: who helps whom elsewhere is no longer what it was."""
    _here, there = marked
    with tenant(there.municipality):
        there.action.helpers.add(there.party.organisation_id)
    before = hashes()
    with tenant(there.municipality):
        there.action.helpers.clear()
    after = hashes()
    assert {pk for pk in after if after[pk] != before[pk]} == {there.municipality.pk}


def test_a_changed_row_changes_the_hash_of_its_municipality_only(marked: tuple[World, World]) -> None:
    here, there = marked
    before = hashes()
    with tenant(here.municipality):
        GroupSession.objects.filter(pk=here.running.pk).update(title="Anders")
    after = hashes()
    assert {pk for pk in after if after[pk] != before[pk]} == {here.municipality.pk}
    Municipality.objects.filter(pk=there.municipality.pk).update(name="Anders")
    assert hashes() != after
