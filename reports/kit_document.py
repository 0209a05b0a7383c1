"""From content to HTML: the print kit, which `document.render_pdf` turns into a tagged PDF."""

from collections.abc import Iterator, Sequence

from django.template.loader import render_to_string

from sessions.models import Party

from .kit_content import KitContent
from .kit_script import ThemeSheet
from .paper import paper_of

CARDS_ON_A_PAGE = 6
LONG_NAME = 34


def kit_html(content: KitContent, *, language: str) -> str:
    """Return the print kit as HTML in one language."""
    return render_to_string(
        "reports/print_kit.html",
        {
            "content": content,
            "session": content.session,
            "paper": paper_of(content.session.municipality),
            "pages_of_cards": [
                content.cards[first : first + CARDS_ON_A_PAGE]
                for first in range(0, len(content.cards), CARDS_ON_A_PAGE)
            ],
            "answer_cards": list(answer_cards(content.themes, content.parties)),
            "grades": list(content.session.catalogue.grades),
            "long_name": LONG_NAME,
            "language": language,
        },
    )


def answer_cards(
    themes: Sequence[ThemeSheet], parties: Sequence[Party]
) -> Iterator[tuple[ThemeSheet, Party]]:
    """Yield one card for each theme and party, the cards of a theme together: so they are handed out."""
    for sheet in themes:
        for party in parties:
            yield sheet, party
