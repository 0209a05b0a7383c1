"""The people who answer for a party."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from municipalities.permissions import Permission

from ..forms import RepresentativeForm, VerbForm
from ..models import Contact, Representative
from ..organisation_list import people_to_suggest
from ..parties import change_representative, invite_representative
from ..seats import remove_from_table
from .asking import AskedPage, ConfirmPage, PlanPage
from .parties import PartyPage


class Add(PartyPage, AskedPage):
    """Put somebody on the list for a party."""

    permission = Permission.PLAN_SESSIONS
    form_class = RepresentativeForm
    template_name = "group_sessions/person.html"

    @cached_property
    def suggested(self) -> list[Contact]:
        """Return who is called at this organisation and is not on the list yet."""
        return people_to_suggest(self.party, today=timezone.localdate())

    @cached_property
    def chosen(self) -> Contact | None:
        """Return who was chosen, or the only one there is for a party without people."""
        wanted = self.request.GET.get("contact", "")
        if wanted:
            return next((one for one in self.suggested if str(one.pk) == wanted), None)
        is_first = not self.party.representatives.filter(removed_at=None).exists()
        return self.suggested[0] if len(self.suggested) == 1 and is_first else None

    def get_initial(self) -> dict[str, Any]:
        if self.chosen is None:
            return {}
        person = self.chosen.person
        return {"name": person.name, "email": person.email, "function": self.chosen.function}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        suggested = {"suggested": self.suggested, "chosen": self.chosen}
        return super().get_context_data(party=self.party, **suggested, **kwargs)

    def act(self, form: VerbForm) -> None:
        person = invite_representative(self.party, **form.cleaned_data, actor=self.actor, now=self.now)
        if person.email:
            text = _("This person is on the list. No e-mail has been sent yet.")
        else:
            text = _("This person is on the list, and joins with the name card of the party.")
        messages.success(self.request, text)


class PersonPage(PlanPage):
    """A page about one person at the table."""

    permission = Permission.PLAN_SESSIONS
    back_to = "parties"

    @cached_property
    def person(self) -> Representative:
        people = self.people().select_related("municipality", "party__session", "party__municipality")
        return get_object_or_404(people, pk=self.kwargs["person_pk"], party__session=self.session)

    def people(self) -> QuerySet[Representative]:
        return Representative.objects.filter(removed_at=None)


class Change(PersonPage, AskedPage):
    """Correct somebody on the list."""

    permission = Permission.PLAN_SESSIONS
    form_class = RepresentativeForm
    template_name = "group_sessions/person.html"

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.person, name) for name in ("name", "email", "function")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(party=self.person.party, person=self.person, **kwargs)

    def act(self, form: VerbForm) -> None:
        was_sent_to = self.person.email if self.person.invited_at else ""
        change_representative(self.person, **form.cleaned_data, actor=self.actor, now=self.now)
        messages.success(self.request, _("This has been changed."))
        if was_sent_to and was_sent_to != self.person.email:
            messages.warning(
                self.request, _("The link in the earlier e-mail no longer works. Send the invitation again.")
            )


class Withdraw(PersonPage, ConfirmPage):
    """Take somebody off the list, or away from the table."""

    permission = Permission.PLAN_SESSIONS

    def question(self) -> dict[str, Any]:
        return {
            "title": _("Take %(name)s off the list?") % {"name": str(self.person)},
            "text": _(
                "The personal link stops working at once. Answers that were given for "
                "%(party)s stay with that party."
            )
            % {"party": self.person.party.name},
            "label": _("Take off the list"),
        }

    def people(self) -> QuerySet[Representative]:
        """Return also who is off the list: the second of two clicks finds its wish fulfilled."""
        return Representative.objects.all()

    def act(self, form: VerbForm) -> None:
        if self.person.removed_at is None:
            remove_from_table(representative=self.person, actor=self.actor, now=self.now)
        messages.success(self.request, _("This person is off the list. The personal link no longer works."))
