"""What goes wrong in a real room, played once each: who does it, what pages say, and what must hold."""

import re
from html import unescape

from .answering import NUMBER
from .browser import Browser
from .cast import Phone, Rehearsal
from .checks import NotAsItShould, require, require_no_canary
from .clumsy import DoubleClicker
from .joining import read_notice, sit_by_code, sit_by_link

GUESSES = 12
CODE = re.compile(r"\b[A-HJKMNP-Z2-9]{4}-[A-HJKMNP-Z2-9]{4}\b")


def mark_empty_chair(play: Rehearsal) -> None:
    """Mark the party that does not come."""
    assert play.away is not None
    with play.step(f"{play.away.party} does not come: an empty chair"):
        found = re.search(
            rf"<strong>{re.escape(play.away.party)}</strong>.*?action=\"([^\"]*/afwezig/)\"",
            play.console().body,
            re.DOTALL,
        )
        require(found, f"The console has no button to mark {play.away.party} as absent")
        assert found is not None
        console = play.console()
        play.facilitator.send(console, console.form(to=re.escape(unescape(found[1]))))
        play.done["empty chairs"] += 1


def guess_codes(play: Rehearsal) -> None:
    """Guess join codes one after another; nobody in the room may notice."""
    with play.step("Somebody guesses join codes") as remarks:
        guesser = Browser("Somebody who guesses", base=play.options.url)
        page = guesser.open("/meedoen/")
        told = []
        for _guess in range(GUESSES):
            code = "".join(play.chance.choices("BCDFGHJKMNPQRSTVWXZ23456789", k=8))
            page = guesser.send(page, page.form(holding="code"), expect=(422, 429), code=code)
            told.append(page.status)
            if not page.form(holding="code"):
                break
        guesser.close()
        play.done["wrong join codes"] += len(told)
        remarks.append(f"{len(told)} wrong codes, {told.count(429)} times told to wait")


def walk_in(play: Rehearsal) -> None:
    """Add a party that nobody invited; it sits down with the join code."""
    name = f"Inloper {len(play.phones) + 1:02d}"
    with play.step(f"{name} walks in") as remarks:
        page = play.facilitator.open(f"{play.base}leiden/partij/")
        form = page.form(holding="party-name")
        require(form, "The console has no form for a party that walks in")
        assert form is not None
        kinds = form.choices("party-kind")
        page = play.facilitator.send(page, form, party__name=name, party__kind=kinds[0].value)
        require(re.search(r"/partij/[0-9]+/$", page.address), f"{name} got no place: {page.text[:200]}")
        phone = Phone(
            party=name,
            person="Inloper",
            email="",
            browser=Browser(f"Party {name}", base=play.options.url),
            link=play.code,
            by="join code",
        )
        sit_by_code(phone)
        read_notice(play, phone)
        play.phones.append(phone)
        play.done["walk-ins"] += 1
        remarks.append("by join code")


def hand_over(play: Rehearsal) -> None:
    """Let another person lead on, with a code; the first one's device is laid aside."""
    if not play.is_demo:
        return
    with play.step("Hand over to another person") as remarks:
        address = f"{play.base}leiden/overdragen/"
        page = play.facilitator.open(address)
        page = play.facilitator.send(page, page.form(to=r"/overdragen/$"))
        found = CODE.search(page.text)
        if found is None:
            raise NotAsItShould("No code to hand over with")
        second = DoubleClicker(
            "The second facilitator", base=play.options.url, chance=play.chance, done=play.done
        )
        house = re.escape(play.house)
        start = second.open("/demo/")
        second.send(start, start.form(to=rf"/demo/inloggen/{house}-(manager|reader)/"))
        type_at = f"/{play.house}/groepssessies/overnemen/"
        page = second.open(type_at)
        page = second.send(page, page.form(holding="code"), expect=(422,), code="ZZZZ-ZZZZ")
        page = second.send(page, page.form(holding="code"), code=found[0])
        require(page.address.endswith("/leiden/"), f"The code does not lead to the console: {page.address}")
        play.facilitator = second
        play.done["hand-overs"] += 1
        remarks.append("a wrong code first")


def come_late(play: Rehearsal) -> None:
    """Seat who comes when two themes are over."""
    assert play.late is not None
    with play.step(f"{play.late.party} comes late"):
        sit_by_link(play.late)
        read_notice(play, play.late)
        play.phones.append(play.late)
        play.done["latecomers"] += 1


def type_paper(play: Rehearsal) -> None:
    """Type in what the party on its way sent on paper."""
    assert play.late is not None
    with play.step(f"{play.late.party} sent its answers on paper") as remarks:
        page = play.facilitator.open(f"{play.base}leiden/thema/{play.played[-1]}/papier/")
        name = re.search(rf'id="paper-name-([0-9]+)"><bdi>{re.escape(play.late.party)}</bdi>', page.body)
        if name is None:
            raise NotAsItShould(f"{play.late.party} has no row on the sheet for paper")
        form = page.form(to=r"/papier/$")
        assert form is not None
        cells = [one.name for one in form.controls if one.name.startswith(f"p{name[1]}-s")]
        require(cells, "The row for paper has no fields")
        typed = {cell.replace("-", "__"): str(play.chance.randint(0, 10)) for cell in cells}
        page = play.facilitator.send(page, form, expect=(200,), **typed)
        left = page.form(to=r"/papier/$")
        open_still = [one.name for one in left.controls if one.name in cells] if left else []
        require(not open_still, "What was typed from paper can be typed again without being asked")
        play.done["answers from paper"] += len(cells)
        remarks.append(f"{len(cells)} answers")


def clash(play: Rehearsal) -> None:
    """Let two people of one party answer differently: the second sees both, and chooses."""
    phone = play.phones[1]
    with play.step(f"Two people of {phone.party} answer differently"):
        other = Phone(
            party=phone.party,
            person="Collega",
            email="",
            browser=Browser(f"A colleague of {phone.party}", base=play.options.url),
            link=phone.link,
        )
        sit_by_link(other)
        read_notice(play, other)
        number = play.chance.choice(list(phone.notes))
        address = f"{play.seat}stelling/{number}/"
        pages = [one.browser.open(address) for one in (phone, other)]
        forms = [page.form(to=NUMBER.pattern, holding="answer") for page in pages]
        first, second = play.new_note(), play.new_note()
        phone.browser.send(pages[0], forms[0], answer="3", note=first)
        both = other.browser.send(pages[1], forms[1], expect=(409,), answer="8", note=second)
        require(first in both.body and second in both.body, "Two answers that differ are not both shown")
        mine = [form for form in both.forms if form.filled().get("note") == second and form.has("answer")]
        require(mine, "The second person can't choose their own answer")
        other.browser.send(both, mine[0])
        phone.notes[number] = second
        play.colleagues.append(other)
        play.done["clashes"] += 1


def pause_and_resume(play: Rehearsal) -> None:
    """Interrupt while people answer: no answer is taken, none is lost, and it goes on."""
    with play.step("Pause, and go on"):
        phone = play.phones[0]
        number = next(iter(phone.notes))
        page = phone.browser.open(f"{play.seat}stelling/{number}/")
        form = page.form(to=NUMBER.pattern, holding="answer")
        console = play.console()
        play.facilitator.send(console, console.form(to=r"/leiden/pauze/$"))
        lost = play.new_note()
        refused = Browser.send(phone.browser, page, form, expect=(409,), answer="1", note=lost)
        require("utrecht-alert" in refused.body, "An answer during a pause is refused without a word")
        console = play.console()
        play.facilitator.send(console, console.form(to=r"/leiden/hervatten/$"))
        require_no_canary(phone.browser.open(f"{play.seat}stelling/{number}/"), [lost], where="The phone")
        play.done["pauses"] += 1


def restart(play: Rehearsal) -> None:
    """Restart the server between the answers and the reveal; everybody is still who they were."""
    if play.options.restart is None:
        return
    with play.step("The server stops and starts again") as remarks:
        gone = play.options.restart()
        for phone in play.phones:
            for number, note in phone.notes.items():
                own = phone.browser.open(f"{play.seat}stelling/{number}/")
                require(note in own.body, f"{phone.party} lost its answer to statement {number}")
        play.listen_again()
        play.done["restarts"] += 1
        remarks.append(f"away for {gone:.1f} s")
