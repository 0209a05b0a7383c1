"""An agenda as it was put before the organisations, and what each of them said."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.tenancy import TenantModel

from ..enums import ConsentAnswer


class AgendaVersion(TenantModel):
    """The agenda of one session as it stood when it was put forward; never changed afterwards.

    `content` is the list of action points as it stood, so that versions can be compared.
    """

    session = models.ForeignKey(
        "group_sessions.GroupSession",
        verbose_name=_("session"),
        on_delete=models.PROTECT,
        related_name="agenda_versions",
    )
    number = models.PositiveSmallIntegerField(_("version"))
    content = models.JSONField(_("action points as they stood"), default=list)
    made_at = models.DateTimeField(_("put forward on"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("put forward by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    adopted_at = models.DateTimeField(_("adopted on"), null=True)
    withdrawn_at = models.DateTimeField(_("withdrawn on"), null=True)

    class Meta:
        verbose_name = _("version of an agenda")
        verbose_name_plural = _("versions of agendas")
        ordering = ["session_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "session", "number"], name="agenda_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.session} {self.number}"


class Consent(TenantModel):
    """What one organisation says to one version; no row yet is no answer, and silence is never a yes."""

    version = models.ForeignKey(AgendaVersion, on_delete=models.PROTECT, related_name="consents")
    organisation = models.ForeignKey(
        "group_sessions.Organisation",
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="consents",
    )
    # Whom it was sent to, for the link that answers.
    asked_name = models.CharField(_("name of who was asked"), max_length=120, blank=True)
    asked_email = models.EmailField(_("e-mail address of who was asked"), blank=True)
    link_version = models.PositiveSmallIntegerField(default=1, editable=False)
    answer = models.CharField(_("answer"), max_length=20, choices=ConsentAnswer.choices, blank=True)
    condition = models.CharField(_("condition or remark"), max_length=600, blank=True)
    # Until when another body thinks about it.
    expected_on = models.DateField(_("answer expected on"), null=True, blank=True)
    answered_by = models.CharField(_("answered by"), max_length=120, blank=True)
    answered_at = models.DateTimeField(_("answered on"), null=True)

    class Meta:
        verbose_name = _("answer to an agenda")
        verbose_name_plural = _("answers to agendas")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "version", "organisation"], name="one_consent_an_organisation"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_answer_display()}"
