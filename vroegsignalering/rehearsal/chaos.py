"""When what goes wrong happens in a session, and to whom; all of it drawn from the seed."""

from collections.abc import Callable

from .cast import Rehearsal
from .checks import require_all
from .clumsy import DoubleClicker, Dropper
from .mishaps import (
    clash,
    come_late,
    guess_codes,
    hand_over,
    mark_empty_chair,
    pause_and_resume,
    restart,
    type_paper,
    walk_in,
)

LATE, ABSENT = 2, 3
"""Which parties these are, counted from nought."""
FEWEST = 5
CATCH_UP = 3
"""The theme in which who comes late sits down."""
CLUMSY_PHONES = 2


def give_clumsy_browsers(play: Rehearsal) -> None:
    """Give who leads a nervous finger, and every second phone a bad line."""
    base, how = play.options.url, {"chance": play.chance, "done": play.done}
    clumsy = DoubleClicker("The facilitator", base=base, **how)  # type: ignore[arg-type]
    clumsy.client.cookies = play.facilitator.client.cookies
    play.coordinator = clumsy if play.coordinator is play.facilitator else play.coordinator
    play.facilitator = clumsy
    for phone in play.phones[::CLUMSY_PHONES]:
        phone.browser = Dropper(phone.browser.who, base=base, **how)  # type: ignore[arg-type]


def keep_some_away(play: Rehearsal) -> None:
    """Before anybody joins: one party comes late, one not at all."""
    play.code = play.phones[-1].link
    play.late = play.phones[LATE]
    play.away = play.phones[ABSENT]
    play.phones = [phone for phone in play.phones if phone not in (play.late, play.away)]


def before_answering(play: Rehearsal, place: int) -> None:
    """Let happen what belongs before the answers of a theme."""
    happenings: dict[int, list[Callable[[Rehearsal], None]]] = {
        0: [mark_empty_chair],
        1: [guess_codes],
        2: [walk_in, hand_over],
        CATCH_UP: [come_late],
    }
    for happen in happenings.get(place, []):
        happen(play)


def after_answering(play: Rehearsal, place: int) -> None:
    """Let happen what belongs while a theme is still being answered."""
    happenings: dict[int, list[Callable[[Rehearsal], None]]] = {
        1: [type_paper, clash],
        2: [restart],
        CATCH_UP: [pause_and_resume],
    }
    for happen in happenings.get(place, []):
        happen(play)


def compare_everything(play: Rehearsal) -> None:
    """Go back to each theme; each phone still shows every answer that anybody was told to be stored."""
    with play.step("Back to each theme: every phone shows every answer that was stored") as remarks:
        for theme, notes in play.shown_in.items():
            console = play.console()
            if form := console.form(to=rf"/leiden/thema/{theme}/$"):
                play.facilitator.send(console, form)
            for phone in [*play.phones, *play.colleagues]:
                require_all(phone.browser.open(play.seat), notes, where=f"The phone of {phone.party}")
        remarks.append(f"{len(play.shown)} answers")
