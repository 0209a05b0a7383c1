"""Draw and size what stands on the big screen by how much there is."""

from collections.abc import Sequence

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from catalogue.wording import OFFICIAL_LANGUAGE
from live.screen_fit import SHAPES, Beside, Fit, fit, letters_of_agreed
from live.screen_page import ScreenPage
from live.screen_points import Agreed, Points
from questionnaire.dot_plot import figures_in_words, render_dot_plot
from questionnaire.picture import StatementPicture

register = template.Library()


@register.filter
def fitted(page: ScreenPage) -> Fit | None:
    """Return where everything of a revealed statement goes; nothing where none is shown."""
    shown = page.shown
    if shown is None:
        return None
    questions = shown.statement.questions_in(get_language() or OFFICIAL_LANGUAGE)
    beside = Beside(
        question=next(iter(questions), ""),
        openers=page.openers,
        points=[point.what for point in page.points.shown],
    )
    return fit(shown.statement, shown.picture, beside)


@register.filter
def latest(points: Points, number: int) -> Sequence[Agreed]:
    """Return the last action points, as many as there is room for."""
    return points.latest(number)


@register.filter
def letters(points: Points) -> int:
    """Return the size of the action points at the end, as the style sheet counts them."""
    return letters_of_agreed(points)


@register.simple_tag
def dot_plot(picture: StatementPicture, place: Fit, shape: str) -> SafeString:
    """Draw the picture of a statement for one shape of the big screen."""
    return render_dot_plot(picture, size=SHAPES[shape].size, uid=f"plot-{shape}", height=place.heights[shape])


@register.filter
def figures(picture: StatementPicture) -> list[str]:
    """Return n, range and median in words, large enough to read."""
    return figures_in_words(picture)
