"""The steps a coordinator takes with a session: open its doors, call it off, put it in the archive."""

from typing import Any

from django.contrib import messages
from django.utils.translation import gettext as _

from common.revisions import typed_revision
from municipalities.permissions import Permission

from ..forms import ReasonForm, RevisionForm
from ..stage import archive_session, cancel_session, open_session
from .asking import ConfirmPage, PressPage


class OpenDoors(PressPage):
    """Open the doors: participants can join from now on."""

    permission = Permission.PLAN_SESSIONS

    def act(self) -> None:
        open_session(
            self.session,
            actor=self.actor,
            expected_revision=typed_revision(self.request, "revision"),
            now=self.now,
        )
        messages.success(self.request, _("The doors are open. Participants can join now."))


class Cancel(ConfirmPage):
    """Call a session off, with a reason."""

    permission = Permission.PLAN_SESSIONS
    form_class = ReasonForm

    def get_initial(self) -> dict[str, Any]:
        return {"revision": self.session.revision}

    def question(self) -> dict[str, Any]:
        return {
            "title": _("Cancel the session “%(title)s”?") % {"title": self.session.title},
            "text": _(
                "Nobody can join any more and the invitations stop working. This can't be undone. "
                "Everybody who was invited gets an e-mail at once, without your reason."
            ),
            "label": _("Cancel the session"),
        }

    def act(self, form: ReasonForm) -> None:
        cancel_session(
            self.session,
            reason=form.cleaned_data["reason"],
            actor=self.actor,
            expected_revision=form.cleaned_data["revision"],
            now=self.now,
        )
        messages.success(self.request, _("The session has been cancelled."))


class Archive(ConfirmPage):
    """Put a closed session away: it leaves the list and keeps its report and its action points."""

    permission = Permission.PLAN_SESSIONS
    form_class = RevisionForm

    def get_initial(self) -> dict[str, Any]:
        return {"revision": self.session.revision}

    def question(self) -> dict[str, Any]:
        return {
            "title": _("Put “%(title)s” in the archive?") % {"title": self.session.title},
            "text": _(
                "The session moves to the archive, below the list of sessions. Its report and action points "
                "stay as they are. You can't take it out of the archive again."
            ),
            "label": _("Put in the archive"),
        }

    def act(self, form: RevisionForm) -> None:
        archive_session(
            self.session,
            actor=self.actor,
            expected_revision=form.cleaned_data["revision"],
            now=self.now,
        )
        messages.success(self.request, _("The session is in the archive. Report and action points stay."))
