from django.db import models
from django.utils.translation import gettext_lazy as _


class MunicipalityKind(models.TextChoices):
    MUNICIPALITY = "municipality", _("municipality")
    REGION = "region", _("region")


class Role(models.TextChoices):
    """What a person is in a municipality; a session role (facilitator, participant) is not among these."""

    ADMINISTRATOR = "administrator", _("administrator")
    COORDINATOR = "coordinator", _("coordinator")
    MANAGER = "manager", _("manager")
    READER = "reader", _("reader")
