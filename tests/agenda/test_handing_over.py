"""A person leaves an organisation: what they would do goes to somebody else, or to the coordinators first."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail

from agenda.enums import ActionChange, ActionStatus
from agenda.models import ActionEvent, ActionPoint
from agenda.owners.asking import COLLECTS_FOR
from agenda.owners.reply_link import Purpose, reply_token
from agenda.points import progress
from agenda.points.accepting import accept_action, hand_back_action
from agenda.points.history import in_words
from agenda.points.proposing import propose_action
from audit.models import AuditEvent
from catalogue.models import Theme
from municipalities.models import Municipality
from outbox.models import Promise
from outbox.promises import due_promises, fulfil
from sessions import stage
from sessions.address_book import end_organisation, resume_organisation
from sessions.contacts import add_contact, end_contact, move_contact
from sessions.leaving import HAND_OVER
from sessions.models import Contact, GroupSession, Organisation
from tests.builders import FACILITATOR, NOW, TODAY, answering, outside, take, theme_at

BY: dict[str, Any] = {"actor": FACILITATOR, "now": NOW}
SAID: dict[str, Any] = {"author": "R. Smit", **BY}
YESTERDAY = TODAY - timedelta(days=1)
JAN = "jan@woonstede.example"


@pytest.fixture
def held(session: GroupSession) -> GroupSession:
    answering(session)
    take(stage.close_session, session, follow_up_on=None)
    work()
    return session


def woonstede(session: GroupSession) -> Organisation:
    return session.parties.get(name="Woonstede").organisation


def contact(where: Organisation, name: str, email: str, *themes: str, **more: Any) -> Contact:
    said = {"function": "adviseur", "phone": "", "from_date": date(2020, 1, 1), **more}
    if not email:
        said["phone"] = "0612345678"
    return add_contact(where, name=name, email=email, themes=themes, **said, **BY)


def agreed(
    session: GroupSession, what: str = "Samen bellen", *, yes: bool = True, **fields: Any
) -> ActionPoint:
    owner = {"owner_organisation": woonstede(session), "owner_name": "Jan", "owner_email": JAN, **fields}
    point = propose_action(session, what=what, today=TODAY, deadline=date(2027, 3, 1), **owner, **SAID)
    if yes:
        accept_action(point, expected_revision=1, **SAID)
    return point


def work(now: Any = NOW) -> list[Any]:
    """Do all that is promised at a moment, also what comes of it, and return the mails that left."""
    mail.outbox.clear()
    for moment in (now, now + COLLECTS_FOR):
        while due := due_promises(now=moment):
            for promise_id in due:
                with outside():
                    assert fulfil(promise_id=promise_id, now=moment)
    return list(mail.outbox)


def test_the_other_contact_goes_on_with_a_note_and_a_mail(held: GroupSession) -> None:
    jan, _noor = contact(woonstede(held), "Jan", JAN), contact(woonstede(held), "Noor", "noor@w.example")
    point = agreed(held)
    old = reply_token(point, sent_on=TODAY)
    work()
    end_contact(jan, last_day=YESTERDAY, **BY)
    (letter,) = work()
    point.refresh_from_db()
    assert (point.owner_name, point.owner_email, point.owner_role) == ("Noor", "noor@w.example", "adviseur")
    assert (point.status, point.owner_organisation) == (ActionStatus.ACCEPTED, woonstede(held))
    event = point.events.last()
    assert event.before.startswith("Jan") and event.after.startswith("Noor")
    why = point.events.get(change=ActionChange.OWNER_LEFT)
    assert (why.before, why.after, why.text) == ("Woonstede", YESTERDAY.isoformat(), "")
    assert letter.to == ["noor@w.example"] and "Samen bellen" in letter.body
    assert reply_token(point, sent_on=TODAY, purpose=Purpose.PROGRESS) in letter.body
    assert reply_token(point, sent_on=TODAY) != old
    assert AuditEvent.objects.filter(action="hand over action", target_id=point.pk).count() == 1
    assert "example" not in str(list(Promise.objects.values_list("key", "payload")))


def test_nobody_else_means_nobody_s_and_first_in_the_list(held: GroupSession) -> None:
    jan = contact(woonstede(held), "Jan", JAN)
    point = agreed(held)
    end_contact(jan, last_day=YESTERDAY, **BY)
    assert [one.to for one in work()] == []
    point.refresh_from_db()
    assert not point.has_owner and point.status == ActionStatus.PROPOSED
    assert point in ActionPoint.objects.without_owner()
    assert "Jan" in point.events.last().before and "Woonstede" in point.events.last().before
    assert in_words(point.events.last())


def test_it_waits_for_the_first_day_elsewhere(held: GroupSession) -> None:
    jan = contact(woonstede(held), "Jan", JAN)
    point = agreed(held)
    end_contact(jan, last_day=TODAY + timedelta(days=10), **BY)
    work(NOW + timedelta(days=9))
    point.refresh_from_db()
    assert point.owner_email == JAN
    work(NOW + timedelta(days=11))
    point.refresh_from_db()
    assert not point.has_owner


def test_who_is_called_about_the_theme_goes_first_and_who_has_mail(held: GroupSession) -> None:
    theme: Theme = theme_at(held, 2).theme
    where = woonstede(held)
    jan = contact(where, "Jan", JAN)
    contact(where, "Zonder mail", "")
    contact(where, "Alles", "alles@w.example")
    contact(where, "Thema", "thema@w.example", theme.slug)
    about, general = agreed(held, theme=theme), agreed(held, "Anders", theme=theme_at(held, 3).theme)
    end_contact(jan, last_day=YESTERDAY, **BY)
    work()
    about.refresh_from_db()
    general.refresh_from_db()
    assert (about.owner_name, general.owner_name) == ("Thema", "Alles")


def test_a_move_hands_over_what_stays_and_takes_nothing_along(held: GroupSession) -> None:
    school = held.parties.get(name="ROC Waterland").organisation
    jan, _noor = contact(woonstede(held), "Jan", JAN), contact(woonstede(held), "Noor", "noor@w.example")
    here, there = agreed(held), agreed(held, "Voor school", owner_organisation=school)
    move_contact(jan, to=school, on=TODAY, function="docent", themes=[], **BY)
    work()
    here.refresh_from_db()
    there.refresh_from_db()
    assert (here.owner_name, there.owner_name) == ("Noor", "Jan")


def test_what_has_ended_or_is_of_somebody_else_stays(held: GroupSession) -> None:
    jan, _noor = contact(woonstede(held), "Jan", JAN), contact(woonstede(held), "Noor", "noor@w.example")
    done, back, hers = (
        agreed(held, "Klaar"),
        agreed(held, "Terug"),
        agreed(held, "Fatima", owner_name="Fatima"),
    )
    ActionPoint.objects.filter(pk=hers.pk).update(owner_email="fatima@w.example")
    progress.change_status(done, ActionStatus.DONE, expected_revision=2, **SAID)
    hand_back_action(back, reason="Geen tijd", expected_revision=2, **SAID)
    end_contact(jan, last_day=YESTERDAY, **BY)
    work()
    assert not ActionEvent.objects.filter(author="").exists()
    done.refresh_from_db()
    assert done.owner_name == "Jan"


def test_who_still_waits_for_a_yes_asks_the_next_person(held: GroupSession) -> None:
    jan, _noor = contact(woonstede(held), "Jan", JAN), contact(woonstede(held), "Noor", "noor@w.example")
    point = agreed(held, yes=False)
    work()
    ActionPoint.objects.filter(pk=point.pk).update(asked_at=NOW - timedelta(days=5))
    end_contact(jan, last_day=YESTERDAY, **BY)
    (letter,) = work()
    point.refresh_from_db()
    assert letter.to == ["noor@w.example"] and reply_token(point, sent_on=TODAY) in letter.body
    assert point.asked_at == NOW


def test_what_an_organisation_that_stopped_would_do_is_nobody_s(held: GroupSession) -> None:
    where = woonstede(held)
    contact(where, "Noor", "noor@w.example")
    point, done = agreed(held), agreed(held, "Klaar")
    progress.change_status(done, ActionStatus.DONE, expected_revision=2, **SAID)
    end_organisation(where, on=TODAY, **BY)
    work()
    point.refresh_from_db()
    assert point.has_owner, "on its last day it is still theirs"
    assert work(NOW + timedelta(days=2)) == []
    point.refresh_from_db()
    done.refresh_from_db()
    assert not point.has_owner and done.owner_organisation == where
    why = point.events.get(change=ActionChange.OWNER_STOPPED)
    assert "Woonstede" in in_words(why) and "Woonstede" in point.events.last().before


def test_an_organisation_that_takes_part_again_keeps_what_it_does(held: GroupSession) -> None:
    where = woonstede(held)
    point = agreed(held)
    end_organisation(where, on=TODAY, **BY)
    resume_organisation(where, **BY)
    work(NOW + timedelta(days=2))
    point.refresh_from_db()
    assert point.owner_organisation == where


def test_in_a_municipality_that_is_suspended_it_waits(held: GroupSession) -> None:
    jan, _noor = contact(woonstede(held), "Jan", JAN), contact(woonstede(held), "Noor", "noor@w.example")
    point, suspended = agreed(held), Municipality.objects.filter(pk=held.municipality_id)
    end_contact(jan, last_day=YESTERDAY, **BY)
    suspended.update(suspended_at=NOW)
    (promised,) = Promise.objects.filter(kind=HAND_OVER)
    with outside():
        assert not fulfil(promise_id=promised.pk, now=NOW)
    point.refresh_from_db()
    assert point.owner_name == "Jan"
    suspended.update(suspended_at=None)
    assert work() == []
    assert [letter.to for letter in work(NOW + timedelta(days=1))] == [["noor@w.example"]]


def test_who_was_erased_meanwhile_hands_over_nothing(held: GroupSession) -> None:
    jan = contact(woonstede(held), "Jan", JAN)
    point = agreed(held)
    end_contact(jan, last_day=YESTERDAY, **BY)
    Contact.objects.filter(pk=jan.pk).delete()
    work()
    point.refresh_from_db()
    assert point.owner_name == "Jan"
