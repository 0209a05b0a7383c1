"""Size what stands on the big screen by how much there is."""

from collections.abc import Sized

from django import template
from django.utils.safestring import SafeString

from catalogue.models import Statement
from questionnaire.dot_plot import figures_in_words, render_dot_plot
from questionnaire.dot_plot_sizes import CROWD
from questionnaire.picture import StatementPicture

register = template.Library()

LONG = 120
VERY_LONG = 200


@register.simple_tag
def dot_plot(picture: StatementPicture) -> SafeString:
    """Draw the picture of a statement for the big screen."""
    return render_dot_plot(picture, size="screen")


@register.filter
def figures(picture: StatementPicture) -> list[str]:
    """Return n, range and median in words, large enough to read."""
    return figures_in_words(picture)


@register.filter
def is_crowd(rows: Sized) -> bool:
    """Say whether there are so many parties that the page gives its edges to the picture."""
    return len(rows) > CROWD


@register.filter
def statement_size(statement: Statement, rows: Sized) -> str:
    """Return the class for the text of a statement: smaller where it, or its picture, needs much room."""
    steps = (len(statement.text) > LONG) + (len(statement.text) > VERY_LONG) + (len(rows) > CROWD)
    return ["screen-statement", "screen-statement--long", "screen-statement--longer"][min(steps, 2)]
