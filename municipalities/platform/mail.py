"""Mails in which the platform tells the administrators of a municipality what happens to it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from outbox.mail import deliver
from outbox.models import Promise
from outbox.promises import promise
from outbox.registry import handler
from users.language import mail_language
from users.models import User

from ..enums import Role
from ..models import Membership, Municipality

NEWS = "platform news"


@dataclass(frozen=True)
class News:
    """What a mail says: a subject, some sentences, and at most one button."""

    subject: str
    lines: tuple[str, ...]
    button: str = ""
    page: str = ""


def tell_administrators(
    municipality: Municipality, *, news: str, once: str, now: datetime, **facts: str
) -> None:
    """Promise a mail to each administrator of today; call inside `tenant()`. `once` tells two times apart."""
    for user_id in administrators_of(municipality, today=timezone.localdate(now)):
        promise(
            municipality=municipality,
            kind=NEWS,
            key=f"{NEWS} {news} {once} {user_id}",
            payload={"news": news, "user": user_id, "facts": facts},
            now=now,
        )


def administrators_of(municipality: Municipality, *, today: date) -> list[int]:
    """Return the keys of who manages a municipality today; call inside `tenant()`."""
    held = Membership.objects.current(today=today).filter(
        municipality=municipality, role=Role.ADMINISTRATOR, user__is_active=True
    )
    return sorted(set(held.values_list("user_id", flat=True)))


@handler(NEWS)
def deliver_news(item: Promise, now: datetime) -> None:
    """Mail one administrator, unless the account ended since."""
    user = User.objects.filter(pk=item.payload["user"], is_active=True).first()
    if user is None:
        return
    with translation.override(mail_language(user.email)):
        news = WORDS[item.payload["news"]](item.municipality, item.payload["facts"])
        deliver(
            item,
            to=user.email,
            subject=news.subject,
            template="mail/platform/news",
            context={"municipality": item.municipality, "person": user, "news": news},
            from_platform=True,
        )


def _page(name: str, municipality: Municipality) -> str:
    return f"{settings.BASE_URL}{reverse(name, kwargs={'gemeente': municipality.slug})}"


def _day(facts: dict[str, str]) -> str:
    return date_format(date.fromisoformat(facts["on"]), "j F Y")


def _suspended(municipality: Municipality, facts: dict[str, str]) -> News:
    return News(
        _("%(name)s can be read only from now on") % {"name": municipality.name},
        (
            _("The staff of this website have suspended %(name)s.") % {"name": municipality.name},
            _("The reason: %(reason)s") % {"reason": municipality.suspension_reason or "–"},
            _("Everything can still be read. Nothing can be changed, planned or answered."),
            _("Do you not know why? Answer the staff who run this website."),
        ),
    )


def _lifted(municipality: Municipality, facts: dict[str, str]) -> News:
    return News(
        _("You can work in %(name)s again") % {"name": municipality.name},
        (_("The suspension is over. Everything is as it was, and can be changed again."),),
    )


def _removal_asked(municipality: Municipality, facts: dict[str, str]) -> News:
    return News(
        _("%(name)s will be removed from this website") % {"name": municipality.name},
        (
            _("The staff of this website want to remove %(name)s, from %(day)s on.")
            % {"name": municipality.name, "day": _day(facts)},
            _("The reason: %(reason)s") % {"reason": facts["reason"]},
            _("Until then everything can be read, and nothing can be changed."),
            _("We make a file with everything for you. Download it in time: later it is gone for ever."),
            _("Is this wrong? Say so now. Until that day it can be stopped."),
        ),
        _("Go to the file"),
        _page("municipalities:export", municipality),
    )


def _removal_withdrawn(municipality: Municipality, facts: dict[str, str]) -> News:
    return News(
        _("%(name)s stays on this website") % {"name": municipality.name},
        (_("The removal was withdrawn. Nothing is lost."),),
    )


def _export_ready(municipality: Municipality, facts: dict[str, str]) -> News:
    return News(
        _("The file with everything of %(name)s is ready") % {"name": municipality.name},
        (
            _("You can download it until %(day)s. Then the file is deleted; your data stay.")
            % {"day": _day(facts)},
            _("It holds names and addresses of people. Keep it in a safe place."),
        ),
        _("Go to the file"),
        _page("municipalities:export", municipality),
    )


def _goes_on(municipality: Municipality, facts: dict[str, str]) -> News:
    return News(
        _("%(name)s goes on as %(others)s") % {"name": municipality.name, "others": facts["names"]},
        (
            _("From %(day)s on, new sessions are planned in %(others)s.")
            % {"day": _day(facts), "others": facts["names"]},
            _("Nothing that was agreed moves. The improvement agenda goes on where it is."),
            _("The administrators and coordinators of %(others)s can work in it too.")
            % {"others": facts["names"]},
        ),
    )


def _inherits(municipality: Municipality, facts: dict[str, str]) -> News:
    return News(
        _("%(name)s takes over from %(others)s") % {"name": municipality.name, "others": facts["names"]},
        (
            _("From %(day)s on you follow up the agenda of %(others)s too.")
            % {"day": _day(facts), "others": facts["names"]},
            _("You find it in the list of your municipalities. Its address book was copied to yours."),
        ),
    )


WORDS: dict[str, Callable[[Municipality, dict[str, str]], News]] = {
    "suspended": _suspended,
    "lifted": _lifted,
    "removal asked": _removal_asked,
    "removal withdrawn": _removal_withdrawn,
    "export ready": _export_ready,
    "goes on": _goes_on,
    "inherits": _inherits,
}
