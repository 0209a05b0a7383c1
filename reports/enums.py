from django.db import models
from django.utils.translation import gettext_lazy as _


class ReportState(models.TextChoices):
    PROMISED = "promised", _("waiting")
    RENDERING = "rendering", _("being made")
    READY = "ready", _("ready")
