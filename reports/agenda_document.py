"""From content to PDF: the agenda on paper, with the moment it stood so on each of its pages."""

from django.template.loader import render_to_string

from .agenda_content import AgendaContent
from .document import render_pdf
from .paper import paper_of


def agenda_html(content: AgendaContent) -> str:
    """Return the agenda as HTML, in the language of the reader."""
    chosen = content.chosen
    return render_to_string(
        "reports/agenda.html",
        {
            "content": content,
            "chosen": chosen,
            "municipality": chosen.municipality,
            "paper": paper_of(chosen.municipality),
            "language": chosen.language,
        },
    )


def agenda_pdf(content: AgendaContent) -> bytes:
    """Return the agenda as PDF."""
    pdf, _pages = render_pdf(agenda_html(content))
    return pdf
