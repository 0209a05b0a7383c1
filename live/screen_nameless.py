"""The picture of a statement while its names stay off the screen: the dots stand there without a word."""

from dataclasses import replace

from questionnaire.picture import StatementPicture


def without_numbers(picture: StatementPicture) -> StatementPicture:
    """Return the picture without the numbers that stand for names: on a wall a number reads like a party."""
    return replace(picture, rows=tuple(replace(row, name="") for row in picture.rows))
