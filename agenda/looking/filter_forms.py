"""The form of a choice of the agenda; anything unknown in it chooses nothing."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catalogue.models import Theme
from catalogue.wording import OFFICIAL_LANGUAGE
from common.forms import LongChoice, PlainForm
from municipalities.models import Municipality
from sessions.merging import Merges
from sessions.models import GroupSession, Organisation
from users.models import User

from ..enums import ActionStatus
from ..models import ActionPoint
from .filter import (
    MINE,
    SHORTEST_TEXT,
    SHOWS,
    STATUS_WORDS,
    WORDS_OF_STATUS,
    Choice,
)

LONGEST_SEARCH = 80


class FilterForm(PlainForm, forms.Form):
    """Whose, of which session, organisation and theme, in which status, with which words."""

    mark_optional = False

    zoek = forms.CharField(label=_("Words"), required=False, max_length=LONGEST_SEARCH)
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[("", _("every status")), *((word, one.label) for word, one in WORDS_OF_STATUS.items())],
    )
    organisatie = LongChoice(
        label=_("Organisation"),
        shown="name",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("all organisations"),
    )
    thema = forms.ChoiceField(label=_("Theme"), required=False)
    sessie = LongChoice(
        label=_("Session"),
        shown="title",
        queryset=GroupSession.objects.none(),
        required=False,
        empty_label=_("all sessions"),
    )
    van = forms.ChoiceField(
        label=_("Whose"),
        required=False,
        choices=[("", _("everybody’s")), (MINE, _("mine"))],
    )

    def __init__(self, data: Mapping[str, Any], *, municipality: Municipality, user: Any) -> None:
        self.user, self.merges = user, Merges(municipality.pk)
        self.show = data.get("toon", "") if data.get("toon", "") in SHOWS else ""
        super().__init__(data)
        points = ActionPoint.objects.filter(municipality=municipality).order_by()
        own = {"municipality": municipality}
        held = GroupSession.objects.filter(**own).counting()
        # Asked per session and per organisation, of which there are few: points there may be ten thousand of.
        of_session = Exists(points.filter(session=OuterRef("pk")))
        self.fields["sessie"].queryset = held.filter(of_session).only("title")
        of_owner = Exists(points.filter(owner_organisation=OuterRef("pk")))
        owners = Organisation.objects.filter(of_owner, **own).order_by().values_list("pk", flat=True)
        # What was merged is found under what it goes on as.
        keys = {self.merges.end_of(pk) for pk in owners}
        self.fields["organisatie"].queryset = Organisation.objects.filter(**own, pk__in=keys).only("name")
        themes = Theme.objects.themes().filter(catalogue__in=held.values("catalogue")).order_by("position")
        # A theme of several versions of the list is one theme.
        language = get_language() or OFFICIAL_LANGUAGE
        named = {theme.slug: theme.short_title_in(language) for theme in themes}
        self.fields["thema"].choices = [("", _("all themes")), *named.items()]

    @property
    def choice(self) -> Choice:
        """Return what was chosen, as far as it exists."""
        self.is_valid()
        found = getattr(self, "cleaned_data", {})
        session, organisation = found.get("sessie"), found.get("organisatie")
        is_mine = found.get("van") == MINE and isinstance(self.user, User)
        text = found.get("zoek", "").strip()
        status = WORDS_OF_STATUS.get(found.get("status", ""))
        return Choice(
            show=self.show,
            status=status,
            session_id=session.pk if session else None,
            organisations=frozenset(self.merges.all_of(organisation.pk)) if organisation else frozenset(),
            theme=found.get("thema", ""),
            text=text if len(text) >= SHORTEST_TEXT else "",
            owner_email=self.user.email if is_mine else "",
            kept=self._kept(found, status),
        )

    def _kept(self, found: Mapping[str, Any], status: ActionStatus | None) -> dict[str, str]:
        """Return the choice as an address says it: only what was chosen, always in one order."""
        said = {
            "toon": self.show,
            "zoek": found.get("zoek", "").strip(),
            "status": STATUS_WORDS[status] if status else "",
            "organisatie": str(found["organisatie"].pk) if found.get("organisatie") else "",
            "thema": found.get("thema", ""),
            "sessie": str(found["sessie"].pk) if found.get("sessie") else "",
            "van": found.get("van", ""),
        }
        return {name: value for name, value in said.items() if value}
