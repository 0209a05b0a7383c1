"""The fixed choices of the catalogue."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CatalogueState(models.TextChoices):
    """Draft may still change; published never does."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")


class Scope(models.TextChoices):
    """Whom a statement is about: the organisation that answers, or everybody at the table together."""

    OWN = "own", _("My own organisation")
    TABLE = "table", _("The whole table")


class Audience(models.TextChoices):
    """Whom a piece of advice speaks to."""

    PRACTITIONER = "practitioner", _("For practitioners")
    MANAGER = "manager", _("For managers and administrators")


class PartyCategory(models.TextChoices):
    """The four groups of parties of which at least one each should sit at the table."""

    FIXED_COSTS = "fixed_costs", _("Fixed costs and creditors")
    CIVIL_SOCIETY = "civil_society", _("Civil society organisations")
    MUNICIPALITY = "municipality", _("Departments of the municipality")
    SCHOOLS_EMPLOYERS = "schools_employers", _("Schools and employers")
