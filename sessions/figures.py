"""How many sessions each municipality has: the only thing that staff of the platform see of them."""

from datetime import date

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from municipalities.platform.figures import Figure, register_figure

from .models import GroupSession


def count_sessions(today: date) -> dict[int, int]:
    """Return how many sessions each municipality has, rehearsals left out."""
    counted = GroupSession.objects.counting().order_by().values("municipality").annotate(number=Count("pk"))
    return dict(counted.values_list("municipality", "number"))


SESSIONS = Figure(name="sessions", label=_("group sessions"), count=count_sessions)
register_figure(SESSIONS)
