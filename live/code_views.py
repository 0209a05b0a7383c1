"""The field for the join code, and what people read when another way in did not work."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic.edit import FormView

from municipalities.access import GuardedView
from municipalities.permissions import Permission
from sessions.seats import session_by_code

from .guessing import count_wrong_guess, forget_wrong_guesses, must_wait
from .join_forms import CodeForm
from .see_other import SeeOther

UNKNOWN_CODE = 422
TOO_OFTEN = 429


def too_often_words() -> str:
    return _("You tried many codes. Wait one minute and type the code again. Others can join meanwhile.")


def unknown_words() -> str:
    return _(
        "We do not know this code, or the session is not open. Look at the big screen and type the code "
        "again."
    )


def code_page(
    view: GuardedView, *, status: int, title: str = "", text: str = "", typed: str = ""
) -> HttpResponse:
    """Answer with the page that asks for the code, because another way in did not work."""
    form = CodeForm(initial={"code": typed})
    page = JoinCode()
    page.setup(view.request)
    page.intro_title, page.intro_text = title, text
    return page.render_to_response(page.get_context_data(form=form), status=status)


class JoinCode(GuardedView, FormView):
    """The field for the join code; the same for every municipality."""

    permission = Permission.ANYONE
    template_name = "live/join/code.html"
    form_class = CodeForm
    intro_title = ""
    intro_text = ""

    def get_initial(self) -> dict[str, Any]:
        return {"code": self.request.GET.get("code", "")[:40]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(intro_title=self.intro_title, intro_text=self.intro_text, **kwargs)

    def form_valid(self, form: CodeForm) -> HttpResponse:
        now = timezone.now()
        if must_wait(self.request, now=now):
            form.add_error("code", too_often_words())
            return self.form_invalid(form, status=TOO_OFTEN)
        session = session_by_code(form.cleaned_data["code"])
        if session is None:
            form.add_error("code", unknown_words())
            return count_wrong_guess(self.request, self.form_invalid(form), now=now)
        place = {"gemeente": session.municipality.slug, "code": session.join_code}
        # Who has a seat already asks for one more.
        more = "?ook" if "ook" in self.request.POST else ""
        answer = SeeOther(reverse("live:join_by_code", kwargs=place) + more)
        return forget_wrong_guesses(self.request, answer)

    def form_invalid(self, form: CodeForm, *, status: int = UNKNOWN_CODE) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=status)
