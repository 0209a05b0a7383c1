"""Who was invited, and sending the invitations."""

import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.revisions import typed_revision
from municipalities.permissions import Permission

from ..forms import VerbForm
from ..invitations import Delivery, delivery_of, missed_mail, promises_of, send_again, send_invitations
from ..models import Facilitator, Representative
from ..planning import ALIVE
from ..preview import preview_of
from ..reminding import people_to_remind, remind
from ..replying import BEFORE_START, decline, reply_coming
from ..seats import LinkWithdrawn
from ..standing import counts_of, standing_of
from ..stepping import StepRefused
from .asking import AskedPage, PressPage
from .shown import table_of

NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)


class Invitations(AskedPage):
    """How far each invitation is; a POST sends those that did not leave yet."""

    permission = Permission.PLAN_SESSIONS
    is_for_reading = True
    template_name = "group_sessions/invitations.html"
    back_to = "invitations"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        parties = table_of(self.session)
        facilitators = list(self.session.facilitators.filter(ended_at=None))
        people = [person for party in parties for person in party.people]
        promised = promises_of([*people, *facilitators])
        for one in [*people, *facilitators]:
            one.delivery = delivery_of(one, promised=promised)
            one.missed = missed_mail(one, promised=promised)
        by_key = {person.pk: person for person in people}
        for person in people:
            person.standing = standing_of(person, promised=promised)
            person.replaces = by_key.get(person.instead_of_id)
        waiting = [one for one in [*people, *facilitators] if one.delivery is Delivery.NOT_SENT]
        return super().get_context_data(
            parties=parties,
            facilitators=facilitators,
            waiting=waiting,
            counts=counts_of([person.standing for person in people]),
            may_reply=self.session.state in BEFORE_START,
            without_people=[party for party in parties if not party.people],
            is_alive=self.session.state in ALIVE,
            letter=preview_of(self.session, party=parties[0].name) if parties else None,
            **kwargs,
        )

    def act(self, form: VerbForm) -> None:
        number = send_invitations(self.session, actor=self.actor, now=self.now)
        if number:
            text = ngettext(
                "We are sending %(number)d invitation now.",
                "We are sending %(number)d invitations now.",
                number,
            )
            messages.success(self.request, text % {"number": number})
        else:
            messages.info(self.request, _("Everybody has already been sent an invitation."))


class Remind(AskedPage):
    """Who would be reminded, by name, before anything is sent; a POST reminds those and nobody else."""

    permission = Permission.PLAN_SESSIONS
    template_name = "group_sessions/remind.html"
    back_to = "invitations"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = people_to_remind(self.session, now=self.now) if self.session.state in BEFORE_START else []
        return super().get_context_data(people=people, **kwargs)

    def act(self, form: VerbForm) -> None:
        shown = {int(typed) for typed in self.request.POST.getlist("person") if NUMBER.fullmatch(typed)}
        number = remind(self.session, shown=shown, actor=self.actor, now=self.now)
        if number:
            text = ngettext(
                "We are sending %(number)d reminder now.", "We are sending %(number)d reminders now.", number
            )
            messages.success(self.request, text % {"number": number})
        else:
            messages.info(self.request, _("There was nobody to remind (any more). Nothing was sent."))


class NoteReply(PressPage):
    """Note what somebody said by telephone; the way to reply for who has no e-mail."""

    permission = Permission.PLAN_SESSIONS
    back_to = "invitations"

    def act(self) -> None:
        people = Representative.objects.select_related("municipality", "party__session")
        person = get_object_or_404(
            people, pk=self.kwargs["person_pk"], party__session=self.session, removed_at=None
        )
        said: dict[str, Any] = {"actor": self.actor, "now": self.now}
        try:
            if self.request.POST.get("answer") == "coming":
                reply_coming(person, **said)
            elif self.request.POST.get("answer") == "declined":
                decline(person, reason=person.decline_reason, **said)
            else:
                raise ValidationError(_("Choose whether this person comes."))
        except LinkWithdrawn as error:
            raise StepRefused("removed meanwhile") from error
        messages.success(self.request, _("This has been noted."))


class SendAgain(PressPage):
    """Send one person a new link, for the link this page showed."""

    abstract = True
    back_to = "invitations"

    def invited(self) -> Representative | Facilitator:
        raise NotImplementedError

    def act(self) -> None:
        send_again(
            self.invited(),
            session=self.session,
            seen=typed_revision(self.request, "link_version"),
            actor=self.actor,
            now=self.now,
        )
        messages.success(
            self.request, _("We are sending the invitation again. Only the newest link works from now on.")
        )


class AgainToPerson(SendAgain):
    """Invite a participant again."""

    permission = Permission.PLAN_SESSIONS

    def invited(self) -> Representative:
        return get_object_or_404(
            Representative, pk=self.kwargs["person_pk"], party__session=self.session, removed_at=None
        )


class AgainToFacilitator(SendAgain):
    """Invite a facilitator again."""

    permission = Permission.PLAN_SESSIONS

    def invited(self) -> Facilitator:
        return get_object_or_404(
            Facilitator, pk=self.kwargs["facilitator_pk"], session=self.session, ended_at=None
        )
