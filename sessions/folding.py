"""Compare names as people do: capitals, accents and spaces make no other name."""

import unicodedata


def fold(name: str) -> str:
    """Return a name without capitals, accents and double spaces; never nothing for what is something."""
    spread = unicodedata.normalize("NFKD", name)
    plain = "".join(letter for letter in spread if not unicodedata.combining(letter))
    return " ".join((plain or name).casefold().split()) or name
