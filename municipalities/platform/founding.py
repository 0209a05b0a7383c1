"""Found a municipality and change what the platform knows of it; its people come by invitation."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.actors import SYSTEM, Actor
from audit.record import record
from common.retention import UnknownCategory, category_named
from common.tenancy import tenant
from users.models import User

from ..enums import MunicipalityKind, Role
from ..invitations.inviting import invite_member
from ..locks import hold_municipality
from ..models import Membership, Municipality, RegionMember, RetentionTerm
from .taken import propose_slug, require_new_code, require_new_name, save_first

CBS_CODE = re.compile(r"GM[0-9]{4}")
TIME_ZONES = {
    "Europe/Amsterdam": gettext_lazy("Netherlands"),
    "America/Kralendijk": gettext_lazy("Bonaire, Sint Eustatius and Saba"),
    "America/Curacao": gettext_lazy("Curaçao"),
    "America/Aruba": gettext_lazy("Aruba"),
    "America/Lower_Princes": gettext_lazy("Sint Maarten"),
}
"""Where municipalities of the Kingdom are; the value is what the time zone database calls it."""


@dataclass(frozen=True)
class Facts:
    """What the platform knows of a municipality; `members` are the (name, CBS code) of those of a region.

    Without a slug, one is made from the name.
    """

    name: str
    slug: str = ""
    kind: MunicipalityKind = MunicipalityKind.MUNICIPALITY
    cbs_code: str = ""
    time_zone: str = "Europe/Amsterdam"
    mail_sender: str = ""
    mail_reply_to: str = ""
    members: Sequence[tuple[str, str]] = ()


def found_municipality(
    *,
    facts: Facts,
    administrator: str,
    actor: Actor,
    now: datetime,
    administrator_name: str = "",
    invited_by: User | None = None,
    terms: Mapping[str, int] | None = None,
) -> Municipality:
    """Make a municipality and invite its first administrator; nobody works there until they accept.

    `terms` are the months it keeps a category of data, where they differ from the usual ones. Raises
    `ValidationError` for what can't be, for an address or CBS code that is taken, and for a name that is
    there already where no address was chosen: a region may be called after its largest municipality, but
    who founds one twice did not mean to.
    """
    municipality = Municipality(created_at=now)
    if not facts.slug:
        require_new_name(facts.name)
        facts = replace(facts, slug=propose_slug(facts.name))
    _write(municipality, facts)
    try:
        validate_email(administrator.strip())
    except ValidationError as error:
        raise ValidationError({"administrator": error.messages}) from error
    with transaction.atomic():
        save_first(municipality)
        with tenant(municipality):
            _set_members(municipality, facts)
            _set_terms(municipality, terms or {})
            record(
                municipality=municipality,
                actor=actor,
                action="found municipality",
                target=municipality,
                now=now,
            )
            invite_member(
                municipality=municipality,
                email=administrator,
                name=administrator_name,
                role=Role.ADMINISTRATOR,
                until_date=None,
                invited_by=invited_by,
                actor=actor,
                now=now,
            )
    return municipality


def appoint_directly(municipality: Municipality, *, email: str, role: Role, now: datetime) -> Membership:
    """Give somebody a role without an invitation, from the command line only; call inside `tenant()`."""
    validate_email(email.strip())
    with transaction.atomic():
        user = User.objects.filter(email__iexact=email.strip()).first()
        user = user or User.objects.create_user(email=email.strip())
        membership = Membership.objects.create(
            municipality=municipality, user=user, role=role, from_date=timezone.localdate(now)
        )
        record(municipality=municipality, actor=SYSTEM, action="appoint member", target=membership, now=now)
    return membership


def change_municipality(municipality: Municipality, *, facts: Facts, actor: Actor, now: datetime) -> bool:
    """Change what the platform knows; return whether anything differs. Raises `ValidationError`.

    The address stays: it stands in mails, on paper and on the big screen.
    """
    with transaction.atomic(), tenant(municipality):
        row = hold_municipality(municipality)
        before = facts_of(row)
        if facts.slug != before.slug:
            raise ValidationError({"slug": _("The address stays as it is: it stands in mails and on paper.")})
        _write(row, facts)
        if facts_of(row, members=facts.members) == before:
            return False
        row.save()
        _set_members(row, facts)
        record(municipality=row, actor=actor, action="change municipality", target=row, now=now)
    return True


def facts_of(municipality: Municipality, *, members: Sequence[tuple[str, str]] | None = None) -> Facts:
    """Return what the platform knows of a municipality; call inside `tenant()`."""
    if members is None:
        members = tuple(RegionMember.objects.order_by("cbs_code").values_list("name", "cbs_code"))
    return Facts(
        name=municipality.name,
        slug=municipality.slug,
        kind=MunicipalityKind(municipality.kind),
        cbs_code=municipality.cbs_code,
        time_zone=municipality.time_zone,
        mail_sender=municipality.mail_sender,
        mail_reply_to=municipality.mail_reply_to,
        members=tuple(sorted(members, key=lambda member: member[1])),
    )


def read_members(text: str) -> list[tuple[str, str]]:
    """Return the members of a region from lines like `Waterveen GM0363`; raises `ValidationError`."""
    found: dict[str, str] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        *words, code = line.replace(",", " ").replace(";", " ").split() or [""]
        name, code = " ".join(words), code.upper()
        if not name or not CBS_CODE.fullmatch(code):
            raise ValidationError(
                _("“%(line)s” is not a name with a CBS code, for example: Waterveen GM0363.")
                % {"line": line[:60]}
            )
        if len(name) > 80:
            raise ValidationError(_("“%(line)s…” is too long for a name.") % {"line": line[:30]})
        if code in found:
            raise ValidationError(_("%(code)s stands here twice.") % {"code": code})
        found[code] = name
    return [(name, code) for code, name in found.items()]


def require_one_line(text: str) -> None:
    """Raise `ValidationError` for what could end a header of a mail and begin another."""
    if any(not letter.isprintable() for letter in text) or "<" in text or ">" in text:
        raise ValidationError(_("Use letters, digits and spaces on one line."))


def set_mail(municipality: Municipality, *, sender: str, reply_to: str) -> None:
    """Set whom mails come from; raises `ValidationError` for what would change the head of a mail."""
    errors: dict[str, Any] = {}
    for name, text in (("mail_sender", sender), ("mail_reply_to", reply_to)):
        try:
            require_one_line(text)
        except ValidationError as error:
            errors[name] = error.messages
    if errors:
        raise ValidationError(errors)
    municipality.mail_sender, municipality.mail_reply_to = " ".join(sender.split()), reply_to.strip()


def _write(row: Municipality, facts: Facts) -> None:
    had = row.cbs_code
    row.name, row.slug, row.kind = " ".join(facts.name.split()), facts.slug, facts.kind
    row.cbs_code, row.time_zone = facts.cbs_code.strip().upper(), facts.time_zone
    set_mail(row, sender=facts.mail_sender, reply_to=facts.mail_reply_to)
    if row.cbs_code and not CBS_CODE.fullmatch(row.cbs_code):
        raise ValidationError({"cbs_code": _("A CBS code is GM with four digits, for example GM0363.")})
    if row.cbs_code and row.kind == MunicipalityKind.REGION:
        raise ValidationError({"cbs_code": _("A region has no CBS code of its own. Its members have one.")})
    if row.cbs_code and row.cbs_code != had:
        require_new_code(row)
    if facts.members and row.kind != MunicipalityKind.REGION:
        raise ValidationError({"members": _("Only a region has members.")})
    if row.time_zone not in TIME_ZONES:
        raise ValidationError({"time_zone": _("Choose a time zone from the list.")})
    row.full_clean()


def _set_members(row: Municipality, facts: Facts) -> None:
    wanted = {code: name for name, code in facts.members}
    RegionMember.objects.filter(municipality=row).exclude(cbs_code__in=wanted).delete()
    for code, name in wanted.items():
        RegionMember.objects.update_or_create(municipality=row, cbs_code=code, defaults={"name": name})


def _set_terms(row: Municipality, terms: Mapping[str, int]) -> None:
    for name, months in terms.items():
        try:
            category = category_named(name)
        except UnknownCategory as error:
            raise ValidationError(str(error)) from error
        if not category.allows(months):
            raise ValidationError(
                {
                    f"term_{name}": _("Choose from %(least)d to %(most)d months.")
                    % {"least": category.least, "most": category.most}
                }
            )
        if months != category.default_months:
            RetentionTerm.objects.create(municipality=row, category=name, months=months)
