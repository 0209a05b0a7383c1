"""A link that gives rights is never in the log."""

import logging
from io import StringIO

import pytest
from django.test import Client
from django.urls import reverse

from common.quiet_links import QuietLinks
from sessions.links import token_for
from sessions.models import GroupSession
from tests.builders import open_doors


@pytest.mark.parametrize(
    "path",
    [
        "/waterveen/meedoen/p1-abcdefghijklmnopqrstuvwxyz/",
        "/waterveen/meedoen/code/K7PMWR3X/",
        "/waterveen/gespreksleider/g1-abcdefghijklmnopqrstuvwxyz/",
        "/waterveen/rapport/p1-abcdefghijklmnopqrstuvwxyz/",
        "/waterveen/groepssessies/3/scherm/s3-abcdefghijklmnopqrstuvwxyz/nu/",
        "/kalender/c1-abcdefghijklmnopqrstuvwxyz.ics",
        "/waterveen/verbeteragenda/antwoord/a1-abcdefghijklmnopqrstuvwxyz/",
        "/waterveen/uitnodiging/u1-abcdefghijklmnopqrstuvwxyz/",
    ],
)
def test_a_link_is_written_as_dots(path: str) -> None:
    record = logging.makeLogRecord({"msg": "%s: %s", "args": ("Not Found", path)})
    QuietLinks().filter(record)
    assert "…" in record.getMessage()
    assert "abcdefgh" not in record.getMessage() and "K7PM" not in record.getMessage()


def test_other_lines_stay_as_they_are() -> None:
    record = logging.makeLogRecord({"msg": "Not Found: %s", "args": ("/waterveen/groepssessies/3/rapport/",)})
    QuietLinks().filter(record)
    assert record.getMessage() == "Not Found: /waterveen/groepssessies/3/rapport/"


def test_the_log_of_this_product_has_the_filter(session: GroupSession) -> None:
    written = StringIO()
    console = next(one for one in logging.getLogger().handlers if type(one) is logging.StreamHandler)
    before = console.setStream(written)
    open_doors(session)
    token = token_for(session.parties.first())
    address = reverse("live:join_link", kwargs={"gemeente": session.municipality.slug, "token": token})
    try:
        assert Client(enforce_csrf_checks=True).post(address).status_code == 403
    finally:
        console.setStream(before)
    assert "meedoen/…" in written.getvalue() and token not in written.getvalue()
