"""Tags of the console."""

from django import template
from django.utils.safestring import SafeString

from questionnaire.dot_plot import Size, render_dot_plot
from questionnaire.picture import StatementPicture

register = template.Library()


@register.simple_tag
def dot_plot(picture: StatementPicture, size: Size) -> SafeString:
    """Draw the picture of a statement."""
    return render_dot_plot(picture, size=size, uid=f"plot-{picture.statement.number}-{size}")
