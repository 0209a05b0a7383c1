"""Which version of a set a new session uses."""

from catalogue.models import Catalogue

NATIONAL_SET = "digitale-gesprekshulp-2020"


def current_catalogue(*, slug: str = NATIONAL_SET) -> Catalogue:
    """Give the newest published version of a set.

    Raises `Catalogue.DoesNotExist` when none was published yet.
    """
    return Catalogue.objects.published().filter(slug=slug).latest("version")
