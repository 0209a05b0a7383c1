"""Answer a theme on every phone, with figures drawn from the seed and a note nobody else has."""

import re
from dataclasses import dataclass

from .cast import Phone, Rehearsal
from .checks import NotAsItShould, require
from .pages import Form, Page

WITHOUT_FIGURE = 0.12
NUMBER = re.compile(r"/stelling/(?P<number>[0-9]+)/$")
ALLOWS_NOT_APPLICABLE = {5}


@dataclass
class LateForm:
    """A page with a form that was left open when the answers were shown."""

    phone: Phone
    page: Page
    form: Form


def start_answering(play: Rehearsal) -> str:
    """Open the present theme for answers; return its number on the console."""
    console = play.console()
    form = console.form(to=r"/thema/[0-9]+/antwoorden/$")
    require(form, "The console offers no theme to answer")
    assert form is not None
    play.facilitator.send(console, form)
    found = re.search(r"/thema/([0-9]+)/", form.action)
    assert found is not None
    play.played.append(found[1])
    return found[1]


def answer_theme(play: Rehearsal, *, name: str) -> LateForm:
    """Let every party answer every statement; the last form stays open for an answer that comes too late."""
    late = None
    with play.step(f"{name}: everybody answers, silent and blind") as remarks:
        start_answering(play)
        count = 0
        for phone in play.phones:
            before = play.ears[1].last
            late = _answer_all(play, phone)
            count += len(phone.notes)
            play.ears[1].hears_newer(than=before, within=play.options.within, what=f"{phone.party} answered")
        remarks.append(f"{count} answers")
    if late is None:
        raise NotAsItShould("Nobody could answer")
    return late


def _answer_all(play: Rehearsal, phone: Phone) -> LateForm:
    page = phone.browser.open(play.seat)
    for _ in range(20):
        form = page.form(to=NUMBER.pattern, holding="answer")
        if form is None:
            break
        number = int(NUMBER.search(form.action)["number"])  # type: ignore[index]
        _check_choices(form, number, phone)
        note = play.new_note()
        phone.notes[number] = note
        asked, left = page, form
        page = phone.browser.send(page, form, answer=_draw(play, form), note=note)
        own = phone.browser.open(left.action)
        require(note in own.body, f"{phone.party} does not find its own answer to statement {number} back")
        asked, left = own, own.form(to=NUMBER.pattern, holding="answer") or left
    require(phone.notes, f"{phone.party} finds nothing to answer on {page.address}: {page.text[:200]}")
    return LateForm(phone, asked, left)


def _check_choices(form: Form, number: int, phone: Phone) -> None:
    values = [one.value for one in form.choices("answer")]
    require(not any(one.chosen for one in form.choices("answer")), f"Statement {number} is filled in already")
    wanted = [*(str(value) for value in range(11)), "unknown"]
    wanted += ["not_applicable"] if number in ALLOWS_NOT_APPLICABLE else []
    require(values == wanted, f"{phone.party} can choose {values} at statement {number}")


def _draw(play: Rehearsal, form: Form) -> str:
    """Return a figure, now and then ‘I don't know’ or, where it may be said, ‘does not apply’."""
    values = [one.value for one in form.choices("answer")]
    others = [value for value in values if not value.isdecimal()]
    if play.chance.random() < WITHOUT_FIGURE * len(others):
        return play.chance.choice(others)
    return str(play.chance.choice([2, 4, 5, 6, 6, 7, 7, 7, 8, 8, 9]))
