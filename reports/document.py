"""From content to PDF: one HTML template, WeasyPrint, tagged for screen readers (PDF/UA-1)."""

import base64
from functools import cache

from django.conf import settings
from django.template.loader import render_to_string
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from questionnaire.dot_plot import dot_plot_image, figures_in_words, picture_as_table

from .charts import overview_figure
from .content import ReportContent

FONTS = ("source-sans-3.woff2", "source-sans-3-ext.woff2")


# Data never becomes a request: only what stands in the document itself is read.
FETCHER = URLFetcher(allowed_protocols=("data",), allow_redirects=False)


@cache
def _fonts() -> list[str]:
    """Return the fonts as data, since the document may not read files."""
    folder = settings.BASE_DIR / "static" / "vendor"
    return [
        "data:font/woff2;base64," + base64.b64encode((folder / name).read_bytes()).decode() for name in FONTS
    ]


def render_pdf(html: str) -> tuple[bytes, int]:
    """Return the PDF of a whole HTML document and its number of pages."""
    document = HTML(string=html, url_fetcher=FETCHER).render(
        font_config=FontConfiguration(), pdf_variant="pdf/ua-1"
    )
    return document.write_pdf(pdf_variant="pdf/ua-1"), len(document.pages)


def report_html(content: ReportContent, *, language: str) -> str:
    """Return the report as HTML in one language, with each picture as an image and in words."""
    pictures = {
        one.statement.number: {
            "image": dot_plot_image(one.picture),
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
            "overview": overview_figure(content.themes) if content.themes else "",
            "fonts": _fonts(),
            "language": language,
        },
    )
