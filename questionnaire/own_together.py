"""Each for itself, and together: what the parties say of themselves against what they say of the table."""

from collections.abc import Mapping, Sequence

from sessions.models import SessionTheme

from .revealed import RevealedTheme
from .talk_value import OwnAndTogether, own_and_together


def own_together_of(
    themes: Sequence[SessionTheme], revealed: Mapping[int, RevealedTheme]
) -> OwnAndTogether | None:
    """Return the comparison once all themes were shown; the overall grade is neither and does not count.

    None as long as a theme is missing, and where either side has too few answers for a mean.
    """
    carrying = [row for row in themes if not row.theme.is_overall]
    if not carrying or any(row.pk not in revealed for row in carrying):
        return None
    statements = [one for row in carrying for one in revealed[row.pk].statements]
    found = own_and_together(
        own=[one.picture.summary for one in statements if not one.statement.is_about_whole_table],
        together=[one.picture.summary for one in statements if one.statement.is_about_whole_table],
    )
    return None if found.difference is None else found
