"""How a sentence names a municipality."""

from django.utils.translation import gettext as _

from .enums import MunicipalityKind
from .models import Municipality


def named(municipality: Municipality) -> str:
    """Return "gemeente Waterveen", or in English "the municipality of Waterveen"."""
    if municipality.kind == MunicipalityKind.REGION:
        return _("the region of %(name)s") % {"name": municipality.name}
    return _("the municipality of %(name)s") % {"name": municipality.name}
