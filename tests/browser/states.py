"""Every page of the product in every state it can be in, visited in the order of a session."""

from collections.abc import Callable
from datetime import timedelta

from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from agenda.agreeing.adopting import put_forward
from agenda.agreeing.consent_link import consent_token
from agenda.agreeing.versions import agreement_of, organisations_to_ask
from agenda.models import Consent
from municipalities.enums import Role
from outbox.models import TROUBLE_AFTER, Promise
from reports.making import MAKE
from sessions import stage
from sessions.enums import Reply
from sessions.links import token_for
from sessions.models import Facilitator, GroupSession, Representative
from sessions.talk_order import put_openers_on_screen
from sessions.timer import set_timer
from tests.browser.inspector import OF_A_SCREEN, SIZES, Inspector
from tests.browser.room import SOON, Room
from tests.browser.walk import LANGUAGES
from tests.builders import FACILITATOR, build_member, build_municipality, build_user, sign_in
from tests.users.signing_in import give_app
from users.models import User
from vroegsignalering.explained.offices import ROLES

Then = Callable[[Page], object]

PLAN_PAGES = {
    "list": {},
    "new": {},
    "detail": {},
    "edit": {},
    "parties": {},
    "person_new": {"party_pk"},
    "party_edit": {"party_pk"},
    "party_remove": {"party_pk"},
    "facilitators": {},
    "invitations": {},
    "seat_cards": {},
    "cancel": {},
}


WITH_A_FORM = {
    "new": {},
    "edit": {},
    "parties": {},
    "person_new": {"party_pk"},
    "party_edit": {"party_pk"},
    "facilitators": {},
    "cancel": {},
}
SEND = """(form, fields) => {
  for (const [name, value] of Object.entries(fields)) form.elements[name].value = value;
  HTMLFormElement.prototype.submit.call(form);
}"""
TOUR = "?rondleiding#rondleiding"


class Tour:
    """Goes past the states and lets an inspector look at each."""

    def __init__(self, room: Room, inspector: Inspector) -> None:
        self.room, self.inspector, self.is_whole = room, inspector, inspector.is_whole
        self.seen: list[str] = []
        self._pages: dict[tuple[str, str], Page] = {}
        self._users: dict[str, User] = {"facilitator": room.facilitator}

    def walk(self) -> None:
        """Visit everything, from the plan of a session to its report."""
        self.strangers()
        self.second_step()
        self.failures()
        self.planning()
        self.before_the_meeting()
        self.joining()
        self.first_theme()
        self.talking()
        self.wrapping_up()
        self.after_the_close()

    def see(self, name: str, who: str, path: str, then: Then | None = None) -> None:
        """Go to a page as somebody, do what brings it in its state, and let it be inspected.

        In every size of one language, or in the size and language whose turn it is.
        """
        turn = len(self.seen)
        self.seen.append(name)
        sizes = OF_A_SCREEN if who == "screen" else SIZES
        page = self._page_of(who, self.inspector.language or LANGUAGES[turn % 2])
        page.goto(path)
        if then:
            then(page)
            page.wait_for_load_state()
        chosen = sizes if self.is_whole else [sizes[turn // 2 % len(sizes)]]
        html = self.inspector.answers[page].text()
        new = [size for size in chosen if then or self.inspector.is_new(html, size)]
        if new:
            self.inspector.look(name, page, new)

    def _page_of(self, who: str, language: str) -> Page:
        key = (who, language)
        if key not in self._pages:
            page = self.room.open_page(
                "/gezond/", holding=self._browser_of(who), locale=language, keeps_files=True
            )
            self._pages[key] = self.inspector.prepare(page)
            if who == "unlucky":
                page.route("**/fout/**", fail)
        return self._pages[key]

    def _browser_of(self, who: str) -> Client | None:
        if who in {"stranger", "screen", "unlucky"}:
            return None
        if who == "phone":
            return self.seat
        if who not in self._users:
            place = self.elsewhere if who == "beginner" else self.room.municipality
            role = Role(who) if who in Role.values else Role.COORDINATOR
            self._users[who] = build_member(place, role)
            if who in {"careful", "owner"}:
                give_app(self._users[who])
        return sign_in(Client(), self._users[who], second_factor=who not in {"newcomer", "careful"})

    def on_all(self, state: str, *, but: str = "") -> None:
        """Look at the phone, the console and the big screen in a state of the session."""
        addresses = {"phone": self.room.path("live:seat"), "console": self.room.path("live:console")}
        people = {"phone": "phone", "console": "facilitator"}
        for name, path in addresses.items():
            if name != but:
                self.see(f"{name}: {state}", people[name], path)
        for is_dark in (False, True):
            with self.room.inside() as session:
                GroupSession.objects.filter(pk=session.pk).update(screen_is_dark=is_dark)
            said = "dark" if is_dark else "light"
            self.see(f"screen: {state}, {said}", "screen", self.room.screen_path)

    # The stations, in order

    def second_step(self) -> None:
        """Who has none yet, who is asked for it, and who has one; before each, the code from the mail."""
        self.see("second step: none yet", "newcomer", "/mijn/tweede-stap/")
        self.see("second step: set up", "newcomer", "/mijn/tweede-stap/app/", press("Dit wordt", "Make it"))
        self.see("second step: ask", "careful", "/mijn/tweede-stap/")
        self.see("second step: wrong", "careful", "/mijn/tweede-stap/", press("Ga verder", "Go on"))
        self.see("second step: again", "careful", "/inloggen/opnieuw/")
        self.see("second step: recovery codes", "owner", "/mijn/tweede-stap/herstelcodes/")
        self.see("second step: take away", "owner", "/mijn/tweede-stap/app/weg/")
        self.see("account: all set up", "owner", "/mijn/")

    def strangers(self) -> None:
        slug = self.room.municipality.slug
        self.see("first page", "stranger", "/")
        self.see("sign in", "stranger", "/inloggen/")
        self.see("sign in: error", "stranger", "/inloggen/", press("Mail mij een code", "E-mail me a code"))
        self.see("sign in: code", "stranger", "/inloggen/", ask_for_code)
        self.see("sign in: wrong code", "stranger", "/inloggen/", fill_in_a_wrong_code)
        self.see("join code", "stranger", "/meedoen/")
        self.see("join code: unknown", "stranger", f"/{slug}/meedoen/code/ZZZZZZZZ/")
        self.see("join link: wrong", "stranger", f"/{slug}/meedoen/p1-{'a' * 26}/")
        self.see("facilitator link: wrong", "stranger", f"/{slug}/gespreksleider/g1-{'a' * 26}/")
        self.see("404", "stranger", "/bestaat/niet/hier/")
        self.see("no seat", "stranger", self.room.path("live:seat"))
        self.see("join code: wrong", "stranger", "/meedoen/", send("main form", code="ZZZZ ZZZZ"))
        self.see("glossary: nothing found", "stranger", "/begrippen/?zoek=zzzz")
        for role in ROLES:
            self.see(f"how it works: {role.slug}", "stranger", f"/zo-werkt-het/{role.slug}/")
        wrong = {"gemeente": slug, "pk": self.room.session.pk, "token": f"s1-{'a' * 26}"}
        self.see("screen link: wrong", "screen", reverse("live:screen", kwargs=wrong))

    def failures(self) -> None:
        """Look at the pages of what fails, which no address shows on request."""
        for template in ("400", "403_csrf", "500", "503"):
            for frame in ("base", "base_phone", "base_screen"):
                self.see(f"{template} in {frame}", "unlucky", f"/fout/{template}/{frame}/")

    def planning(self) -> None:
        self.elsewhere = build_municipality("Leegveen")
        empty = {"gemeente": self.elsewhere.slug}
        self.see("empty list of sessions", "beginner", reverse("group_sessions:list", kwargs=empty))
        self.see("empty agenda", "beginner", reverse("agenda:list", kwargs=empty))
        self.see("own overview", "coordinator", "/")
        self.see("start of a municipality", "coordinator", f"/{self.room.municipality.slug}/")
        more = {"party_pk": self.room.parties[0].pk}
        for name, arguments in PLAN_PAGES.items():
            self.see(f"plan: {name}", "coordinator", self._plan_path(name, **{k: more[k] for k in arguments}))
        for name, arguments in WITH_A_FORM.items():
            path = self._plan_path(name, **{k: more[k] for k in arguments})
            self.see(f"plan: {name}, errors", "coordinator", path, send("main form.app-form"))
        self.see("403", "reader", self._plan_path("new"))
        for name in ("list", "detail"):
            self.see(f"plan: tour of {name}", "coordinator", f"{self._plan_path(name)}{TOUR}")
        style = reverse("municipalities:house_style", kwargs={"gemeente": self.room.municipality.slug})
        self.see("house style", "administrator", style)
        for file, content in {"logo": b"<svg><script/></svg>", "design_tokens": b"@import 'x';"}.items():
            self.see(f"house style: refused {file}", "administrator", style, offer(file, content))
        self.see("house style: errors", "administrator", style, choose_no_colour)
        with self.room.inside() as session:
            asked = Facilitator.objects.create(
                municipality=session.municipality, session=session, name="T. Vries", email="t@example.org"
            )
            token = token_for(asked)
        place = {"gemeente": self.room.municipality.slug, "token": token}
        path = reverse("group_sessions:facilitator_link", kwargs=place)
        self.see("facilitator link", "stranger", path)

    def _plan_path(self, name: str, **arguments: object) -> str:
        if name in {"list", "new"}:
            return reverse(f"group_sessions:{name}", kwargs={"gemeente": self.room.municipality.slug})
        return self.room.path(f"group_sessions:{name}", **arguments)

    def before_the_meeting(self) -> None:
        self.see("join link: not yet", "stranger", self._card())
        self.on_all("planned", but="phone")
        place = {"gemeente": self.room.municipality.slug}
        with self.room.inside() as session:
            self.invited = Representative.objects.create(
                municipality=session.municipality,
                party=self.room.parties[2],
                name="Ilse Wit",
                email="ilse@example.org",
            )
            self.token = token_for(self.invited)
        wrong = reverse("group_sessions:reply", kwargs={**place, "token": f"p1-{'a' * 26}"})
        self.see("reply: wrong link", "stranger", wrong)
        reply = self.reply = reverse("group_sessions:reply", kwargs={**place, "token": self.token})
        self.see("reply", "stranger", reply)
        self.see("reply: nothing chosen", "stranger", reply, natively("main form"))
        without_name = {"declined-substitute_email": "els@example.org"}
        self.see("reply: not coming, errors", "stranger", reply, send("#niet form", **without_name))
        self.see("reply: a colleague, errors", "stranger", reply, send("#collega form"))
        for answer in (Reply.DECLINED, Reply.COMING):
            with self.room.inside():
                Representative.objects.filter(pk=self.invited.pk).update(
                    reply=answer, replied_at=timezone.now()
                )
            self.see(f"reply: {answer.label}", "stranger", reply, unfold)

    def _card(self) -> str:
        with self.room.inside():
            token = token_for(self.room.parties[1])
        return reverse("live:join_link", kwargs={"gemeente": self.room.municipality.slug, "token": token})

    def joining(self) -> None:
        self.room.open_doors()
        slug, code = self.room.municipality.slug, self.room.session.join_code
        by_code = f"/{slug}/meedoen/code/{code}/"
        name, unnamed = f"{by_code}?partij={self.room.parties[0].pk}", natively("#join-form")
        self.see("join link", "stranger", self._card())
        self.see("join link: errors", "stranger", self._card(), unnamed)
        place = {"gemeente": slug, "token": self.token}
        personal = reverse("live:join_link", kwargs=place)
        self.see("reply: the doors are open", "stranger", self.reply)
        self.see("personal link", "stranger", personal)
        self.see("personal link: a substitute", "stranger", f"{personal}?vervanger")
        self.see("personal link: who is it?", "stranger", personal, type_another_name)
        self.see("join by code", "stranger", by_code)
        self.see("join by code: name", "stranger", name)
        self.see("join by code: errors", "stranger", name, unnamed)
        self.seat = self.room.seat()
        self.see("phone: one more party", "phone", self._card())
        self.see("phone: somebody else", "phone", f"{self._card()}?ander")
        self.see("phone: notice", "phone", self.room.path("live:notice"))
        self.on_all("lobby")
        self.see("phone: tour", "phone", f"{self.room.path('live:seat')}{TOUR}")
        self.see("console: tour", "facilitator", f"{self.room.path('live:console')}{TOUR}")
        self.see("console: an old page", "facilitator", self.room.path("live:console"), take_an_old_step)

    def first_theme(self) -> None:
        self.room.take(stage.start_session)
        self.on_all("introduction of the overall grade")
        self.room.answering(0)
        self.on_all("overall grade")
        self.room.answer_all(0)
        self.see("phone: done", "phone", self.room.path("live:seat"))
        self.room.reveal(0)
        self.on_all("overall grade revealed")
        with self.room.inside() as session:
            theme = session.themes.get(position=1)
        self.room.take(stage.show_theme, theme=theme)
        self.on_all("introduction")
        self.room.answering(1)
        self.on_all("answering")
        self.beside_the_console(theme.pk)
        statement, no_figure = self.room.path("live:statement", number=1), "#bar .is-main"
        self.see("phone: no choice made", "phone", statement, lambda page: page.click(no_figure))
        self.see("phone: no choice made, without the script", "phone", statement, natively("#answer-form"))
        self.see("phone: note", "phone", statement, lambda page: page.click("#note-details summary"))
        self.see("phone: overview", "phone", self.room.path("live:overview"))

    def beside_the_console(self, theme: int) -> None:
        """Look at the pages that the console leads to while a theme is being answered."""
        paper = self.room.path("live:console_paper", theme=theme)
        self.see("console: paper", "facilitator", paper)
        self.see("console: paper, errors", "facilitator", paper, type_nonsense)
        again = f"{paper}?opnieuw={self.room.parties[0].pk}"
        self.see("console: paper, typed anew", "facilitator", again)
        hand_over = self.room.path("live:console_hand_over")
        self.see("console: hand over", "facilitator", hand_over)
        # In another language or size there is a code already.
        make = press("Maak een code", "Make a code", "Maak een andere code", "Make another code")
        self.see("console: a code to hand over", "facilitator", hand_over, make)
        self.see(
            "console: a party joins",
            "facilitator",
            self.room.path("live:console_party", party=self.room.parties[0].pk),
        )
        place = reverse("live:take_over", kwargs={"gemeente": self.room.municipality.slug})
        self.see("take over", "facilitator", place)
        self.see("take over, errors", "facilitator", place, send("main form"))
        self.see(
            "console: more",
            "facilitator",
            self.room.path("live:console"),
            lambda page: page.click("#console-more-button"),
        )
        console = self.room.path("live:console")
        self.see("console: a wrong code of a screen", "facilitator", console, type_a_wrong_screen_code)
        with self.room.inside() as session:
            by = {"actor": FACILITATOR, "expected_revision": session.revision, "now": timezone.now()}
            set_timer(session, theme=session.themes.get(pk=theme), minutes=5, **by)
        self.see("console: a timer", "facilitator", console, unfold)

    def talking(self) -> None:
        self.room.answer_all(1, note="Sinds kort anders")
        statement = self.room.path("live:statement", number=1)
        self.see("phone: two answers, without the script", "phone", statement, answer_from_an_old_page)
        self.room.reveal(1)
        self.point = self.room.propose(
            "Loket geldzorgen",
            owner_organisation=self.room.parties[0].organisation,
            deadline=timezone.localdate() + timedelta(weeks=6),
        )
        self.room.propose("Duidelijke brieven")
        with self.room.inside() as session:
            person = Representative.objects.get(party=self.room.parties[0])
            GroupSession.objects.filter(pk=session.pk).update(names_after_talk=True)
        self.on_all("revealed without names")
        with self.room.inside() as session:
            GroupSession.objects.filter(pk=session.pk).update(names_after_talk=False)
        self.on_all("revealed")
        self.see("phone: given back without a reason", "phone", self.room.path("live:seat"), give_back)
        console = self.room.path("live:console")
        unscripted = natively("#action-form")
        self.see("console: action point, errors without the script", "facilitator", console, unscripted)
        self.see("console: everything unfolded", "facilitator", console, unfold)
        self.see("console: action point, errors", "facilitator", console, add_nothing)
        for name, arguments in {
            "console_change_action": {"action": self.point.pk},
            "console_add_party": {},
            "console_remove_person": {"person": person.pk},
        }.items():
            path = self.room.path(f"live:{name}", **arguments)
            self.see(f"console: {name}", "facilitator", path)
            if "person" not in arguments:
                self.see(f"console: {name}, errors", "facilitator", path, send("main form"))
        self.room.take(put_openers_on_screen, show=True)
        self.see("screen: who could open", "screen", self.room.screen_path)
        self.room.take(stage.show_statement, statement=None)
        self.on_all("overview of the theme", but="phone")
        self.room.take(stage.pause_session)
        self.on_all("interrupted")
        self.room.take(stage.resume_session)
        self.room.take(stage.blank_screen, blank=True)
        self.on_all("blank", but="phone")
        self.room.take(stage.blank_screen, blank=False)

    def wrapping_up(self) -> None:
        self.room.take(stage.begin_wrap_up)
        self.on_all("wrap-up")
        close = self.room.path("live:console_close")
        self.see("console: close", "facilitator", close)
        self.see(
            "console: close, errors", "facilitator", close, send("main form.app-form", date="2020-01-01")
        )

    def after_the_close(self) -> None:
        day = timezone.localdate() + timedelta(weeks=6)
        self.room.take(stage.close_session, follow_up_on=day)
        self.on_all("closed")
        self.see("join link: closed", "stranger", self._card())
        self.see("reply: the session is over", "stranger", self.reply)
        self.see("plan: detail of a closed session", "coordinator", self._plan_path("detail"))
        report = self.room.path("reports:session_report")
        self.see("report: being made", "coordinator", report)
        with self.room.inside() as session:
            promised = Promise.objects.filter(municipality=session.municipality, kind=MAKE)
            promised.update(attempts=TROUBLE_AFTER)
        self.see("report: not made yet", "coordinator", report)
        slug = self.room.municipality.slug
        agenda = reverse("agenda:list", kwargs={"gemeente": slug})
        self.see("agenda", "coordinator", agenda)
        self.see("agenda: nothing is late", "coordinator", f"{agenda}?toon=te-laat")
        self.see("agenda: tour", "coordinator", f"{agenda}{TOUR}")
        self.see("agenda: board", "coordinator", f"{agenda}?weergave=bord", unfold)
        self.see("agenda: timeline", "coordinator", f"{agenda}?weergave=tijdlijn&toon=open", unfold)
        several = reverse("agenda:bulk", kwargs={"gemeente": slug})
        self.see("agenda: several at once, errors", "coordinator", several, send(".agenda-bulk"))
        path = reverse("agenda:detail", kwargs={"gemeente": slug, "pk": self.point.pk})
        self.see("agenda: action point", "coordinator", path, unfold)
        self.see("agenda: action point, errors", "coordinator", path, send("#form-wording form"))
        self.see("agenda: several at once, what will happen", "coordinator", several, look_at_a_later_date)
        self.agreeing()

    def agreeing(self) -> None:
        """Put the agenda before the organisations, and answer for one of them."""
        slug = self.room.municipality.slug
        place = {"gemeente": slug, "session": self.room.session.pk}
        forward = reverse("agenda:put_forward", kwargs=place)
        self.see("agenda: put forward, errors", "coordinator", forward, send(".agenda-asked", email="geen"))
        with self.room.inside() as session:
            now, agreement = timezone.now(), agreement_of(session)
            asked = organisations_to_ask(session, agreement.content, today=timezone.localdate())
            by = {"expected_number": agreement.number, "actor": FACILITATOR, "now": now}
            version = put_forward(session, asked=asked, **by)
            token = consent_token(Consent.objects.filter(version=version).first())
        self.see("agenda: waits for answers", "coordinator", reverse("agenda:agreement", kwargs=place))
        path = reverse("agenda:consent", kwargs={"gemeente": slug, "token": token})
        self.see("consent: nothing chosen", "stranger", path, send(".agenda-says"))
        self.see("consent: to the board first", "stranger", path, choose_the_board_first)


def look_at_a_later_date(page: Page) -> None:
    """Tick the first point, choose a later date for it, and look at what will happen."""
    page.locator("input[name=punt]").first.check()
    page.locator("input[name=kind][value=deadline]").check()
    page.locator("input[name=deadline]").fill(str(timezone.localdate() + timedelta(weeks=20)))
    page.locator("textarea[name=reason]").fill("Vakantie")
    page.locator("button[value=bekijk]").click()
    expect(page.locator("button[value=terug]")).to_be_visible()


def choose_the_board_first(page: Page) -> None:
    """Choose the answer that asks for a day, which only then is there."""
    day = page.locator("#id_expected_on")
    expect(day).to_be_hidden()
    page.locator(".agenda-says input[value=board_first]").check()
    expect(day).to_be_visible()


def send(form: str, **typed: str) -> Then:
    """Return sending a form with nothing in its texts but what is typed into a field or a type of field.

    It comes back with a summary of what is wrong.
    """

    def act(page: Page) -> None:
        unfold(page)
        fields = page.locator(form).first
        for text in fields.locator(
            "input[type=text]:visible, input[type=email]:visible, textarea:visible"
        ).all():
            text.fill("")
        for name, value in typed.items():
            fields.locator(f"[name={name}], [type={name}]").first.fill(value)
        fields.locator("button[type=submit]").first.click()
        expect(page.locator("[data-error-summary]")).to_be_visible()

    return act


def natively(form: str, **fields: str) -> Then:
    """Return sending a form past the script of the page, as a browser without one does.

    Fields are filled in and sent at once: a page that follows the session may be drawn anew in between.
    """

    def act(page: Page) -> None:
        with page.expect_navigation():
            page.locator(form).first.evaluate(SEND, fields)
        told = "[role=alert]:not(:empty), [aria-invalid=true], [data-error-summary], #messages:not(:empty)"
        expect(page.locator(told).first).to_be_attached()

    return act


def offer(name: str, content: bytes) -> Then:
    """Return saving a house style with a file that is refused."""

    def act(page: Page) -> None:
        unfold(page)
        file = {"name": "bestand", "mimeType": "application/octet-stream", "buffer": content}
        page.locator(f"input[name={name}]").set_input_files(file)
        page.locator("#style-form button[type=submit]").first.click()
        expect(page.locator("[data-error-summary]")).to_be_focused()

    return act


def take_an_old_step(page: Page) -> None:
    """Send the next step with the revision of a page from before; the console says where it is now."""
    natively("#next-step", expected_revision="0")(page)
    expect(page.locator("#messages")).not_to_be_empty()


def answer_from_an_old_page(page: Page) -> None:
    """Send another answer than the one that somebody of the same party gave meanwhile."""
    natively("#answer-form", expected_version="0", answer="2")(page)
    expect(page.locator("#two-answers-section")).to_be_visible()


def give_back(page: Page) -> None:
    """Give the first proposal back without saying why."""
    natively("#proposals details form")(page)
    expect(page.locator("[data-error-summary]")).to_be_focused()


def fill_in_a_wrong_code(page: Page) -> None:
    if page.locator("input[type=email]").count():  # who asked for a code before is asked for it at once
        ask_for_code(page)
    send("main form", code="ZZZZ-ZZZZ")(page)


def press(*labels: str) -> Then:
    """Return a press on the button with one of these labels, each in one language."""

    def act(page: Page) -> None:
        buttons = page.get_by_role("main").get_by_role("button")
        for label in labels:
            if buttons.filter(has_text=label).count():
                buttons.filter(has_text=label).first.click()
                page.wait_for_load_state()
                return
        raise AssertionError(f"none of {labels} on {page.url}")

    return act


def fail(route: Route) -> None:
    """Answer with the page of a failure, in the frame that its address names."""
    template, frame = route.request.url.rstrip("/").split("/")[-2:]
    body = render_to_string(f"{template}.html", {"frame": f"{frame}.html"})
    route.fulfill(status=int(template[:3]), content_type="text/html; charset=utf-8", body=body)


def choose_no_colour(page: Page) -> None:
    page.locator("input[name=brand_colour]").fill("geen kleur")
    page.locator("#style-form button[type=submit]").first.click()
    expect(page.locator("[data-error-summary]")).to_be_focused()


def ask_for_code(page: Page) -> None:
    page.locator("input[type=email]").fill(build_user().email)
    press("Mail mij een code", "E-mail me a code")(page)


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")


def type_another_name(page: Page) -> None:
    """Sit down with a personal link under another name than the one that was invited."""
    page.locator("#join-form [name=name]").fill("Els Bakker")
    page.locator("#bar [type=submit]").click()
    expect(page.locator("#bar [name=who]")).to_have_count(2)


def type_a_wrong_screen_code(page: Page) -> None:
    natively("#pairing-form", screen_code="ZZZZZZ")(page)
    expect(page.locator("#screen-code-error")).to_be_visible()


def type_nonsense(page: Page) -> None:
    page.locator(".console-paper__field").first.fill("elf")
    page.locator("#paper-save").click()
    expect(page.locator(".console-paper__field[aria-invalid=true]")).to_be_visible(timeout=SOON)


def add_nothing(page: Page) -> None:
    page.locator("#action-add").click()
    expect(page.locator("#action-form [aria-invalid=true]").first).to_be_visible(timeout=SOON)
