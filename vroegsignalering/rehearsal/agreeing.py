"""Agree on something: an action point with an owner and a date, and the owner's yes from its phone."""

from .cast import Rehearsal
from .checks import require


def agree(play: Rehearsal, *, name: str) -> None:
    """Write an action point down, mark it, and let its owner say yes."""
    owner = play.chance.choice(play.phones)
    what = f"Oefenafspraak {len(play.agreed) + 1} van {play.title}"
    with play.step(f"{name}: agree on an action point") as remarks:
        console = play.console()
        form = console.form(to=r"/leiden/actiepunt/$")
        require(form, "The console has no form for an action point")
        assert form is not None
        console = play.facilitator.send(
            console,
            form,
            action__what=what,
            action__owner=f"{owner.person} · {owner.party}",
            action__when=form.choices("action-when")[0].value,
        )
        require(what in console.text, "The action point is not on the console")
        twice = play.facilitator.send(console, form, action__what=what, action__owner=owner.party)
        require(len(_marks(twice)) == len(_marks(console)), "The same form sent twice made two action points")
        console = play.facilitator.send(twice, twice.form(to=r"/actiepunt/[0-9]+/belangrijk/$"))
        page = owner.browser.open(play.seat)
        require(what in page.text, f"{owner.party} does not see its action point on its phone")
        page = owner.browser.send(page, page.form(to=r"/actiepunt/[0-9]+/ja/$"))
        page = owner.browser.open(play.seat)
        require(not page.form(to=r"/actiepunt/[0-9]+/ja/$"), "The yes of the owner was not noted")
        console = play.console()
        require(not console.form(to=r"/actiepunt/[0-9]+/ja/$"), "The console still waits for the owner's yes")
        play.agreed.append(what)
        remarks.append(owner.party)


def _marks(page: object) -> set[str]:
    return {form.action for form in page.forms if form.action.endswith("/belangrijk/")}  # type: ignore[attr-defined]
