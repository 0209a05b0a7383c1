"""From content to PDF: one HTML template, WeasyPrint, tagged for screen readers (PDF/UA-1)."""

from django.template.loader import render_to_string
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from questionnaire.dot_plot import dot_plot_image, figures_in_words, picture_as_table

from .charts import overview_figure
from .content import ReportContent
from .paper import paper_of

# Data never becomes a request: only what stands in the document itself is read.
FETCHER = URLFetcher(allowed_protocols=("data",), allow_redirects=False)


def render_pdf(html: str) -> tuple[bytes, int]:
    """Return the PDF of a whole HTML document and its number of pages."""
    document = HTML(string=html, url_fetcher=FETCHER).render(
        font_config=FontConfiguration(), pdf_variant="pdf/ua-1"
    )
    return document.write_pdf(pdf_variant="pdf/ua-1"), len(document.pages)


def report_html(content: ReportContent, *, language: str) -> str:
    """Return the report as HTML in one language, with each picture as an image and in words."""
    paper = paper_of(content.session.municipality)
    pictures = {
        one.statement.number: {
            "image": dot_plot_image(one.picture, house=paper.in_pictures),
            "figures": figures_in_words(one.picture),
            "table": picture_as_table(one.picture),
        }
        for theme in [*([content.overall] if content.overall else []), *content.themes]
        for one in theme.statements
    }
    return render_to_string(
        "reports/session_report.html",
        {
            "content": content,
            "session": content.session,
            "pictures": pictures,
            "overview": overview_figure(content.themes, accent=paper.colours["brand"], font=paper.font)
            if content.themes
            else "",
            "paper": paper,
            "language": language,
        },
    )
