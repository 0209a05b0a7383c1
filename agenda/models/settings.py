"""What a municipality chose for its agenda."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.tenancy import TenantModel

from ..enums import Rhythm


class AgendaSettings(TenantModel):
    """One row per municipality, made when something is first chosen; without it the defaults hold."""

    rhythm = models.CharField(
        _("how often the table looks back"), max_length=20, choices=Rhythm.choices, default=Rhythm.QUARTER
    )
    # Raising it withdraws the link to the calendar of the whole agenda.
    calendar_link_version = models.PositiveSmallIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("settings of the agenda")
        verbose_name_plural = _("settings of the agenda")
        constraints = [models.UniqueConstraint(fields=["municipality"], name="one_agenda_settings")]

    def __str__(self) -> str:
        return self.get_rhythm_display()
