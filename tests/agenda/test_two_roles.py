"""Who coordinates and owns something too gets one mail a week, with both in it."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from agenda.models import ActionPoint, Reminder
from agenda.owners.reply_link import Purpose, reply_token
from agenda.reminding import digest
from agenda.reminding.promising import plan_reminders
from agenda.reminding.undelivered import REMIND_COORDINATOR
from municipalities.models import Membership
from outbox.models import Promise
from sessions.models import GroupSession
from tests.agenda.reminding import DEADLINE, agreed, at, close, coordinator, deliver, held, live_through, tick
from users.models import User

SOON = date(2027, 1, 15)


@pytest.fixture
def running(session: GroupSession) -> GroupSession:
    return held(session)


@pytest.fixture
def sanne(running: GroupSession) -> User:
    return coordinator(running)


def nobodys(point: ActionPoint) -> None:
    ActionPoint.objects.filter(pk=point.pk).update(owner_organisation=None, owner_email="")


def test_one_mail_tells_what_is_theirs_and_what_is_nobodys(running: GroupSession, sanne: User) -> None:
    agreed(running, "Van Sanne zelf", email=sanne.email.upper())
    nobodys(agreed(running, "Van niemand"))
    other = coordinator(running)
    close(running)
    mails = {one.to[0]: one for one in tick(running, at(SOON))}
    assert set(mails) == {sanne.email, other.email}
    whole, half = mails[sanne.email], mails[other.email]
    assert whole.subject == "2 actiepunten wachten op u" and half.subject == "1 actiepunt wacht op u"
    assert "Van Sanne zelf" in whole.body and "Van niemand" in whole.body
    assert "Van Sanne zelf" not in half.body and "Van niemand" in half.body
    point = ActionPoint.objects.select_related("municipality").get(what="Van Sanne zelf")
    assert reply_token(point, sent_on=SOON, purpose=Purpose.PROGRESS) in whole.body
    assert set(Reminder.objects.values_list("told_to", flat=True)) == {"", sanne.email}


def test_never_two_in_a_week_whichever_comes_first(running: GroupSession, sanne: User) -> None:
    for number in range(6):
        agreed(running, f"Van Sanne {number}", email=sanne.email, deadline=DEADLINE + timedelta(days=number))
        nobodys(agreed(running, f"Van niemand {number}", deadline=DEADLINE + timedelta(days=3 * number)))
    close(running)
    letters = live_through(running, date(2027, 1, 12), date(2027, 4, 16))
    days = [day for day, to, subject in letters if to == sanne.email and "verandert niets" not in subject]
    assert len(days) > 6
    assert all(after - before >= timedelta(days=7) for before, after in pairwise(days)), days
    assert not Reminder.objects.filter(told_at=None, dropped_at=None).exists()


def test_a_colleague_hears_at_once_what_waits_a_week_for_who_was_mailed(
    running: GroupSession, sanne: User
) -> None:
    agreed(running, "Van Sanne", email=sanne.email)
    nobodys(agreed(running, "Van niemand", deadline=DEADLINE + timedelta(days=4)))
    other = coordinator(running)
    close(running)
    letters = live_through(running, SOON, date(2027, 1, 24))
    assert [(day, to) for day, to, _subject in letters] == [
        (SOON, sanne.email),
        (date(2027, 1, 19), other.email),
        (date(2027, 1, 22), sanne.email),
    ]


def test_who_stopped_coordinating_is_still_told_what_is_theirs(running: GroupSession, sanne: User) -> None:
    agreed(running, "Van Sanne", email=sanne.email)
    nobodys(agreed(running, "Van niemand"))
    close(running)
    plan_reminders(running.municipality, now=at(SOON))
    assert Promise.objects.filter(kind=REMIND_COORDINATOR).count() == 1
    Membership.objects.filter(user=sanne).update(ended_at=at(SOON))
    assert deliver(at(SOON, 11)) == []
    (letter,) = tick(running, at(date(2027, 1, 18)))
    assert letter.to == [sanne.email] and "Van Sanne" in letter.body and "Van niemand" not in letter.body
    later = coordinator(running)
    letters = live_through(running, date(2027, 1, 19), date(2027, 1, 26))
    assert [to for _day, to, _subject in letters] == [later.email], "what nobody heard waits for who comes"


def test_news_for_coordinators_each_week_does_not_keep_back_what_is_their_own(
    running: GroupSession, sanne: User
) -> None:
    own = agreed(running, "Van Sanne", email=sanne.email, deadline=DEADLINE - timedelta(days=2))
    for number in range(9):
        nobodys(agreed(running, f"Van niemand {number}", deadline=DEADLINE + timedelta(days=3 * number)))
    close(running)
    letters = live_through(running, date(2027, 1, 12), date(2027, 3, 12))
    days = [day for day, to, subject in letters if to == sanne.email and "verandert niets" not in subject]
    assert all(after - before >= timedelta(days=7) for before, after in pairwise(days)), days
    rows = Reminder.objects.filter(action_point=own, told_at__isnull=False).order_by("told_at")
    soon, *after = [timezone.localdate(row.told_at) for row in rows if row.told_at]
    assert soon == date(2027, 1, 13)
    assert len(after) == 3 and set(after) <= set(days), "told on a day on which a mail went out"
    assert after[0] - DEADLINE < timedelta(days=7)
    assert all(later - before >= timedelta(days=14) for before, later in pairwise(after)), after


def test_what_goes_along_is_untold_again_when_the_mail_comes_back(running: GroupSession, sanne: User) -> None:
    own = agreed(running, "Van Sanne", email=sanne.email, deadline=DEADLINE - timedelta(days=2))
    other = agreed(running, "Ook van Sanne", email=sanne.email, deadline=DEADLINE + timedelta(days=4))
    nobodys(agreed(running, "Van niemand"))
    close(running)
    live_through(running, date(2027, 1, 12), date(2027, 1, 19))
    (letter,) = tick(running, at(date(2027, 1, 20)))
    assert "Van niemand" in letter.body and "Ook van Sanne" in letter.body
    row = Reminder.objects.get(action_point=other)
    assert (row.told_at, row.told_to) == (at(date(2027, 1, 20)), sanne.email)
    Promise.objects.filter(kind=REMIND_COORDINATOR).update(bounced_at=at(date(2027, 1, 20), 11))
    plan_reminders(running.municipality, now=at(date(2027, 1, 20), 12))
    row.refresh_from_db()
    assert row.told_at is None
    assert Reminder.objects.get(action_point=own).told_at == at(date(2027, 1, 13))


def test_a_mail_that_is_tried_again_takes_nothing_more_along(
    running: GroupSession, sanne: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever got it the first time is shown no second one with the same name: what came later waits."""
    agreed(running, "Van Sanne", email=sanne.email, deadline=DEADLINE - timedelta(days=2))
    later = agreed(running, "Ook van Sanne", email=sanne.email, deadline=DEADLINE + timedelta(days=6))
    nobodys(agreed(running, "Van niemand"))
    close(running)
    live_through(running, date(2027, 1, 12), date(2027, 1, 19))
    with monkeypatch.context() as patch:
        patch.setattr(digest, "_deliver", refuse)
        assert tick(running, at(date(2027, 1, 20))) == []
    (letter,) = tick(running, at(date(2027, 1, 21)))
    assert "Van niemand" in letter.body and "Ook van Sanne" not in letter.body
    assert Reminder.objects.get(action_point=later).told_at is None


def refuse(*_arguments: object, **_more: object) -> None:
    raise OSError("the mail server is away")
