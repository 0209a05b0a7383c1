"""Ticks before the day: what is ready in the room, whom you called and what they may agree to."""

from django.http import Http404, HttpResponseRedirect
from django.utils.functional import cached_property

from municipalities.permissions import Permission

from ..enums import Preparation
from ..preparing import note_call, note_mandate, tick, untick
from .asking import PressPage
from .parties import PartyPage


class Tick(PressPage):
    """Tick something off by hand, or take that back."""

    permission = Permission.PLAN_SESSIONS

    @cached_property
    def task(self) -> Preparation:
        try:
            return Preparation(self.kwargs["task"].replace("-", "_"))
        except ValueError as error:
            raise Http404 from error

    def act(self) -> None:
        verb = untick if self.request.POST.get("undo") else tick
        verb(self.session, task=self.task, actor=self.actor, now=self.now)


class NoteCall(PartyPage, PressPage):
    """Note that a party was called, or take that back."""

    permission = Permission.PLAN_SESSIONS

    def act(self) -> None:
        was_called = not self.request.POST.get("undo")
        note_call(self.party, was_called=was_called, actor=self.actor, now=self.now)

    def back(self) -> HttpResponseRedirect:
        return HttpResponseRedirect(f"{super().back().url}#party-{self.party.pk}")


class NoteMandate(NoteCall):
    """Note that it is known what a participant may agree to, or take that back."""

    permission = Permission.PLAN_SESSIONS

    def act(self) -> None:
        is_known = not self.request.POST.get("undo")
        note_mandate(self.party, is_known=is_known, actor=self.actor, now=self.now)
