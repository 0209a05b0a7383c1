"""What the organisations of the demo say to an agenda, and when it was adopted."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from agenda.agreeing.adopting import adopt_agenda, put_forward
from agenda.agreeing.consent import answer_agenda, seen_of
from agenda.agreeing.versions import agreement_of, organisations_to_ask
from agenda.enums import ConsentAnswer
from agenda.models import Consent
from audit.actors import Actor

from .at_the_table import Table


def put_before(table: Table, told: dict[str, Any], *, actor: Actor, now: datetime) -> None:
    """Put the agenda of a session forward as the story tells, and let the organisations answer."""
    at = now - timedelta(days=told["ago"])
    agreement = agreement_of(table.session)
    asked = organisations_to_ask(table.session, agreement.content, today=timezone.localdate(at))
    version = put_forward(table.session, asked=asked, expected_number=agreement.number, actor=actor, now=at)
    for number, (key, said) in enumerate(told["answers"].items(), start=1):
        organisation = table.organisations[key]
        consent = Consent.objects.filter(version=version, organisation=organisation).get()
        later = at + timedelta(hours=3 * number)
        answer_agenda(
            consent,
            answer=ConsentAnswer(said["says"]),
            condition=said.get("condition", ""),
            expected_on=timezone.localdate(now + timedelta(days=said["in"])) if "in" in said else None,
            answered_by=consent.asked_name or table.leader_name,
            seen=seen_of(consent),
            actor=Actor(role="owner", reference=f"consent {consent.pk}"),
            today=timezone.localdate(later),
            now=later,
        )
    if "adopted" in told:
        adopted_at = now - timedelta(days=told["adopted"])
        adopt_agenda(version, reason=told.get("because", ""), actor=actor, now=adopted_at)
