"""A participant's phone in a test: a browser of its own, with the addresses of one session."""

from django.test import Client
from django.urls import reverse

from sessions.enums import JoinedBy
from sessions.links import token_for
from sessions.models import GroupSession, Party, Representative

ADDRESS = "10.1.1.1"


class Phone:
    """One browser; `sit` takes a seat with the card of a party and reads the notice."""

    def __init__(self, session: GroupSession, client: Client | None = None) -> None:
        self.session = session
        self.client = client or Client(REMOTE_ADDR=ADDRESS)

    def at(self, name: str, **more: object) -> str:
        place = {"gemeente": self.session.municipality.slug, "pk": self.session.pk}
        return reverse(f"live:{name}", kwargs={**place, **more})

    def link(self, row: Party | Representative | str) -> str:
        token = row if isinstance(row, str) else token_for(row)
        return reverse("live:join_link", kwargs={"gemeente": self.session.municipality.slug, "token": token})

    def code_page(self, code: str = "") -> str:
        place = {"gemeente": self.session.municipality.slug, "code": code or self.session.join_code}
        return reverse("live:join_by_code", kwargs=place)

    def sit(self, party: Party, name: str = "Yusuf") -> "Phone":
        assert self.client.post(self.link(party), {"name": name}).status_code == 303
        assert self.client.post(self.at("notice")).status_code == 303
        return self

    def get(self, name: str, **more: object):  # type: ignore[no-untyped-def]
        return self.client.get(self.at(name, **more))

    def answer(self, number: int, answer: object, version: object = 0, **fields: object):  # type: ignore[no-untyped-def]
        """Send an answer as the script does."""
        said = {"answer": answer, "expected_version": version, "note": "", **fields}
        return self.client.post(
            self.at("statement", number=number), said, headers={"accept": "application/json"}
        )

    def submit(self, number: int, **fields: object):  # type: ignore[no-untyped-def]
        """Send the plain form."""
        return self.client.post(self.at("statement", number=number), fields)


def text_of(response) -> str:  # type: ignore[no-untyped-def]
    return response.content.decode()


def seats(session: GroupSession) -> list[tuple[str, str]]:
    """Return who sits at the table, and how they came."""
    rows = Representative.objects.present().filter(party__session=session).order_by("pk")
    return [(row.name, JoinedBy(row.joined_by)) for row in rows]
