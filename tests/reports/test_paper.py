"""The report wears the style of the house, and what it wears stands in the document itself."""

import re
from io import BytesIO

from django.utils import translation
from pypdf import PdfReader

from municipalities.enums import Font
from municipalities.models import Municipality
from reports.content import report_content
from reports.document import render_pdf, report_html
from sessions import stage
from sessions.models import GroupSession
from tests.builders import NOW, answer, answering, dress, reveal, statements_of, take

ORANGE = "#b34700"


def html_of(session: GroupSession) -> str:
    with translation.override("nl"):
        return report_html(report_content(session, now=NOW), language="nl")


def played(session: GroupSession) -> GroupSession:
    take(stage.open_session, session)
    theme = answering(session, 1)
    for party in session.parties.select_related("session", "municipality", "organisation"):
        answer(party, statements_of(theme)[0], 5)
    reveal(session, theme)
    return session


def test_the_report_wears_the_house_style(session: GroupSession) -> None:
    dress(session.municipality, ORANGE, font=Font.NOTO_SANS)
    html = html_of(played(session))
    assert f"solid {ORANGE}" in html and "#00857d" not in html
    assert 'font-family: "Noto Sans"' in html and "Source Sans 3" not in html
    assert 'src="data:image/svg+xml;base64,' in html and 'alt="Logo van Waterveen"' in html
    # What an address names stands in it: only what is data is read at all.
    assert not re.search(r'(?:src|href)="(?!data:)', html) and not re.search(r'url\("(?!data:)', html)


def test_without_a_house_style_the_report_is_neutral(session: GroupSession) -> None:
    html = html_of(played(session))
    assert ORANGE not in html and 'font-family: "Source Sans 3"' in html and 'class="cover__logo"' not in html


def test_a_name_with_an_apostrophe_stands_at_the_foot_as_it_is_written(session: GroupSession) -> None:
    name = '\'s-Hertogenbosch "en" omstreken'
    Municipality.objects.filter(pk=session.municipality_id).update(name=name)
    pdf, _pages = render_pdf(html_of(played(session)))
    assert name in PdfReader(BytesIO(pdf)).pages[1].extract_text()
