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
    PROTECTION_OFFICER = "protection_officer", _("data protection officer")


class Corners(models.TextChoices):
    """How round boxes and buttons are; the sizes stand in `stylesheet.py`."""

    NONE = "none", _("Square")
    SMALL = "small", _("A little round")
    MEDIUM = "medium", _("Round")
    LARGE = "large", _("Very round")


class Font(models.TextChoices):
    """The fonts a house may choose: free (OFL), and readable from the back of a room.

    The value is the name of its file; `bin/assets` serves the same list.
    """

    SOURCE_SANS = "source-sans-3", "Source Sans 3"
    NOTO_SANS = "noto-sans", "Noto Sans"
    ATKINSON = "atkinson-hyperlegible-next", "Atkinson Hyperlegible Next"
    NUNITO_SANS = "nunito-sans", "Nunito Sans"
