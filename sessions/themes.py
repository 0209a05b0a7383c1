"""The themes about which somebody in the address book is called: those of the present list of statements."""

from catalogue.models import Catalogue, Theme
from catalogue.versions import current_catalogue


def themes_to_call_about() -> list[Theme]:
    """Return the themes without the overall grade; none as long as no list was published."""
    try:
        return list(current_catalogue().themes.filter(is_overall=False).order_by("position"))
    except Catalogue.DoesNotExist:
        return []


def titles_of_themes(language: str) -> dict[str, str]:
    """Return the titles of the themes by their short names."""
    return {theme.slug: theme.title_in(language) for theme in themes_to_call_about()}
