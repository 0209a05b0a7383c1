"""What is kept of a person as a document to read: PDF in the house style, tagged for screen readers."""

from django.template.loader import render_to_string

from municipalities.models import Municipality

from .document import render_pdf
from .paper import paper_of
from .person_file import PersonFile, account_rows, shown_parts


def person_html(person: PersonFile, *, language: str, host: Municipality | None) -> str:
    """Return the document as HTML; it wears the style of the municipality that gives it."""
    return render_to_string(
        "reports/person.html",
        {
            "person": person,
            "account": account_rows(person.account) if person.account else None,
            "places": [(place.municipality, shown_parts(person, place)) for place in person.places],
            "host": host,
            "paper": paper_of(host),
            "language": language,
        },
    )


def person_pdf(person: PersonFile, *, language: str, host: Municipality | None) -> bytes:
    """Return the document as PDF."""
    pdf, _pages = render_pdf(person_html(person, language=language, host=host))
    return pdf
