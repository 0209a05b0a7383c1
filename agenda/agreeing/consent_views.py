"""What one organisation says to an agenda: behind the link of its mail, or written down by hand."""

from typing import Any

from django.contrib import messages
from django.db.models import Case, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from audit.actors import Actor
from common.revisions import typed_revision
from municipalities.access import GuardedView
from municipalities.permissions import Permission
from sessions.merging import Merges

from ..models import AgendaVersion, Consent
from ..points.refusals import ActionRefused
from .adopting_views import AgreementView
from .consent import answer_agenda, ask_again
from .consent_asking import deliveries_of
from .consent_forms import AskAgainForm, ConsentForm
from .consent_link import consent_of
from .difference import Difference, difference
from .fates import with_fates
from .refusals import StaleAnswer
from .versions import split_for


class ConsentPage(GuardedView):
    """For whoever has the link: looking changes nothing, a press answers."""

    permission = Permission.ANYONE

    @cached_property
    def consent(self) -> Consent | None:
        return consent_of(self.kwargs["token"])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page() if self.consent else self.closed(status=404)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        consent = self.consent
        if consent is None:
            return self.closed(status=404)
        if not is_asked(consent.version):
            return self.page()
        form = ConsentForm(request.POST, consent=consent)
        if not form.is_valid():
            return self.page(form, status=422)
        now, actor = timezone.now(), Actor(role="owner", reference=f"consent {consent.pk}")
        try:
            answer_agenda(consent, **form.said(), actor=actor, today=timezone.localdate(now), now=now)
        except ActionRefused as refused:
            return self.page(refused_form(form, consent, refused), status=status_of(refused))
        answer = HttpResponseRedirect(request.path)
        answer.status_code = 303
        return answer

    def page(self, form: ConsentForm | None = None, *, status: int = 200) -> HttpResponse:
        consent = self.consent
        assert consent is not None
        version = consent.version
        if version.withdrawn_at is not None:
            return self.closed(status=410)
        own, others = split_for(version, consent.organisation)
        earlier = answered_before(consent)
        context = {
            "consent": consent,
            "version": version,
            "session": version.session,
            "own": own,
            "others": others,
            "earlier": earlier,
            "difference": changed_since(earlier, version) if earlier else None,
            "form": form or ConsentForm(consent=consent),
            "is_asked": is_asked(version),
        }
        return self.alone(render(self.request, "agenda/consent.html", context, status=status))

    def closed(self, *, status: int) -> HttpResponse:
        """Answer that this link is wrong, or that its version was taken back."""
        context = {"is_withdrawn": status == 410}
        return self.alone(render(self.request, "agenda/consent_closed.html", context, status=status))

    @staticmethod
    def alone(response: HttpResponse) -> HttpResponse:
        response["X-Robots-Tag"] = "noindex"
        return response


def is_asked(version: AgendaVersion) -> bool:
    return version.adopted_at is None and version.withdrawn_at is None


def answered_before(consent: Consent) -> Consent | None:
    """Return what this organisation, or what goes on as it, said to an earlier version of the same agenda."""
    rows = Consent.objects.filter(
        organisation__in=Merges(consent.municipality_id).all_of(consent.organisation_id),
        version__session=consent.version.session_id,
        version__number__lt=consent.version.number,
    )
    own_first = Case(When(organisation=consent.organisation_id, then=Value(0)), default=Value(1))
    given = rows.exclude(answer="").select_related("version")
    return given.order_by("-version__number", own_first, "pk").first()


def changed_since(earlier: Consent, version: AgendaVersion) -> Difference:
    """Return what changed since an organisation answered."""
    return with_fates(difference(earlier.version.content, version.content))


def refused_form(form: ConsentForm, consent: Consent, refused: ActionRefused) -> ConsentForm:
    """Return the form with what was typed; after somebody else's answer it carries that one as seen."""
    consent.refresh_from_db()
    if isinstance(refused, StaleAnswer):
        form.data = form.data.copy()
        form.data["seen"] = ConsentForm(consent=consent).initial["seen"]
    form.add_error(None, refused.words)
    return form


def status_of(refused: ActionRefused) -> int:
    return 409 if isinstance(refused, StaleAnswer) else 422


class ConsentByHand(AgreementView):
    """Write down what an organisation said by telephone or at the table, or ask it again."""

    permission = Permission.EDIT_AGENDA

    @cached_property
    def consent(self) -> Consent:
        rows = Consent.objects.select_related("municipality", "organisation", "version__session")
        return get_object_or_404(rows, pk=self.kwargs["consent"], version__session=self.session)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = ConsentForm(request.POST, consent=self.consent, by_hand=True)
        if not form.is_valid():
            return self.page(form, status=422)
        said, now = form.said(), timezone.now()
        try:
            answer_agenda(self.consent, **said, actor=self.actor, today=timezone.localdate(now), now=now)
        except ActionRefused as refused:
            return self.page(refused_form(form, self.consent, refused), status=status_of(refused))
        messages.success(request, _("The answer has been written down."))
        return self.back()

    def page(
        self, form: ConsentForm | None = None, *, again: AskAgainForm | None = None, status: int = 200
    ) -> HttpResponse:
        consent = self.consent
        return self.shown(
            "agenda/consent_by_hand.html",
            consent=consent,
            form=form or ConsentForm(consent=consent, by_hand=True),
            again=again or AskAgainForm(consent=consent),
            delivery=deliveries_of([consent])[consent.pk],
            is_asked=is_asked(consent.version),
            status=status,
        )


class AskAgain(ConsentByHand):
    """Send an organisation a new mail, to the same person or to somebody else."""

    permission = Permission.EDIT_AGENDA
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = AskAgainForm(request.POST, consent=self.consent)
        if not form.is_valid():
            return self.page(again=form, status=422)
        seen = typed_revision(request, "link_version")
        try:
            ask_again(
                self.consent, **form.cleaned_data, link_version=seen, actor=self.actor, now=timezone.now()
            )
        except ActionRefused as refused:
            form.add_error(None, refused.words)
            return self.page(again=form, status=422)
        messages.success(request, _("A new mail is on its way. The earlier link stopped working."))
        return self.back()
