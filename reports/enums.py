from django.db import models
from django.utils.translation import gettext_lazy as _


class ReportState(models.TextChoices):
    PROMISED = "promised", _("waiting")
    RENDERING = "rendering", _("being made")
    READY = "ready", _("ready")


class KitPart(models.TextChoices):
    """What can be printed for a session, in the order in which it lies in the file."""

    WALL = "wall", _("Sheet for the wall")
    NAME_CARDS = "name_cards", _("Name cards with QR")
    SCRIPT = "script", _("Script for the facilitator")
    STATEMENTS = "statements", _("Sheets with the statements")
    ANSWER_CARDS = "answer_cards", _("Answer cards for paper")
