"""The agenda of one session on its way to being adopted: what is asked, who said what, and what changed."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from common.revisions import typed_revision
from municipalities.access import GuardedView
from municipalities.permissions import Permission
from sessions.models import GroupSession

from ..models import AgendaVersion, Consent
from ..points.refusals import ActionRefused
from .adopting import adopt_agenda, put_forward, withdraw_agenda
from .consent import counts_of
from .consent_asking import deliveries_of
from .consent_forms import PutForwardForm, WhyForm
from .difference import difference
from .fates import mark_consents, with_fates
from .refusals import StaleVersion
from .versions import (
    AFTER,
    Agreement,
    agreement_of,
    earlier_version,
    organisations_to_ask,
)


class AgreementView(GuardedView):
    """A page about the agenda of one session that was held; a rehearsal has none."""

    abstract = True

    @cached_property
    def today(self) -> date:
        return timezone.localdate()

    @cached_property
    def session(self) -> GroupSession:
        sessions = GroupSession.objects.filter(state__in=AFTER).counting().select_related("municipality")
        own = {"municipality": self.request.municipality}
        return get_object_or_404(sessions, pk=self.kwargs["session"], **own)

    @cached_property
    def agreement(self) -> Agreement:
        return agreement_of(self.session)

    @cached_property
    def version(self) -> AgendaVersion:
        """Return the version that the address names by its number."""
        return get_object_or_404(AgendaVersion, session=self.session, number=self.kwargs["number"])

    def back(self) -> HttpResponseRedirect:
        place = {"gemeente": self.session.municipality.slug, "session": self.session.pk}
        answer = HttpResponseRedirect(reverse("agenda:agreement", kwargs=place))
        answer.status_code = 303
        return answer

    def shown(self, template: str, *, status: int = 200, **more: Any) -> HttpResponse:
        context = {"session": self.session, "agreement": self.agreement, **more}
        return render(self.request, template, context, status=status)


def answers_of(version: AgendaVersion, *, today: date) -> dict[str, Any]:
    """Return what the organisations said to a version, for the template; a fixed number of queries."""
    rows = Consent.objects.filter(version=version).select_related("organisation", "version")
    consents = sorted(rows, key=lambda one: one.organisation.name.casefold())
    mark_consents(consents, today=today)
    deliveries = deliveries_of(consents)
    return {
        "answers": [(one, deliveries[one.pk]) for one in consents],
        "counts": counts_of(consents),
    }


class AgreementPage(AgreementView):
    """How the agenda of a session stands, and the next step towards adopting it."""

    permission = Permission.VIEW_AGENDA

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        present = self.agreement.present
        more = answers_of(present, today=self.today) if present else {}
        changed = with_fates(difference(present.content, self.agreement.content)) if present else None
        return self.shown("agenda/agreement.html", version=present, difference=changed, **more)


class VersionPage(AgreementView):
    """One version as it stood, what changed since the one before, and what was said to it."""

    permission = Permission.VIEW_AGENDA

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        earlier = earlier_version(self.version)
        changed = with_fates(difference(earlier.content, self.version.content)) if earlier else None
        more = answers_of(self.version, today=self.today)
        return self.shown(
            "agenda/version.html", version=self.version, earlier=earlier, difference=changed, **more
        )


class PutForward(AgreementView):
    """Choose who is asked, and ask them."""

    permission = Permission.EDIT_AGENDA

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        number = typed_revision(request, "expected_number")
        try:
            put_forward(
                self.session,
                asked=form.asked(),
                expected_number=number,
                actor=self.actor,
                now=timezone.now(),
            )
        except ActionRefused as refused:
            form.add_error(None, refused.words)
            return self.page(form, status=409 if isinstance(refused, StaleVersion) else 422)
        messages.success(request, _("The agenda was put forward. Who has an address gets a mail."))
        return self.back()

    def form(self, *args: Any) -> PutForwardForm:
        proposed = organisations_to_ask(self.session, self.agreement.content, today=self.today)
        return PutForwardForm(*args, proposed=proposed)

    def page(self, form: PutForwardForm, *, status: int = 200) -> HttpResponse:
        present = self.agreement.present
        changed = with_fates(difference(present.content, self.agreement.content)) if present else None
        return self.shown("agenda/put_forward.html", form=form, difference=changed, status=status)


class Adopt(AgreementView):
    """Ask, naming who did not say yes; then adopt."""

    permission = Permission.EDIT_AGENDA

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(WhyForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = WhyForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            adopt_agenda(
                self.version, reason=form.cleaned_data["reason"], actor=self.actor, now=timezone.now()
            )
        except ActionRefused as refused:
            form.add_error("reason", refused.words)
            return self.page(form, status=422)
        messages.success(request, _("The agenda has been adopted."))
        return self.back()

    def page(self, form: WhyForm, *, status: int = 200) -> HttpResponse:
        more = answers_of(self.version, today=self.today)
        return self.shown("agenda/adopt.html", form=form, version=self.version, status=status, **more)


class Withdraw(AgreementView):
    """Ask, naming the consequence; then take a version back."""

    permission = Permission.EDIT_AGENDA

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(WhyForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = WhyForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        reason = form.cleaned_data["reason"]
        try:
            withdraw_agenda(self.version, reason=reason, actor=self.actor, now=timezone.now())
        except ActionRefused as refused:
            form.add_error("reason", refused.words)
            return self.page(form, status=422)
        messages.success(request, _("The version was taken back."))
        return self.back()

    def page(self, form: WhyForm, *, status: int = 200) -> HttpResponse:
        is_adopted = self.version.adopted_at is not None
        said = (
            _("The agenda becomes a concept again. What the organisations said stays.")
            if is_adopted
            else _("Nobody can answer any more by the link in the mail. What was said stays.")
        )
        place = {"gemeente": self.session.municipality.slug, "session": self.session.pk}
        context = {
            "title": _("Take back version %(number)s?") % {"number": self.version.number},
            "text": said,
            "label": _("Take it back"),
            "cancel_url": reverse("agenda:agreement", kwargs=place),
            "form": form,
        }
        return render(self.request, "components/confirm_page.html", context, status=status)
