"""The three questions about the meeting, on a participant's phone."""

from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.enums import SessionState
from sessions.feedback import FIGURES, QUESTIONS, asks_feedback, feedback_of
from sessions.models import Representative

register = template.Library()


def asked(question: str) -> tuple[str, str, str]:
    """Return a question in words, with what its lowest and its highest figure mean."""
    words = {
        "useful": (_("Was this talk useful to you?"), _("not useful"), _("very useful")),
        "heard": (_("Could you say what you wanted to say?"), _("not at all"), _("completely")),
        "confident": (_("Will this lead to something?"), _("I don't think so"), _("I am sure")),
    }
    return words[question]


@register.filter
def in_full(question: str) -> str:
    """Return a question in words."""
    return asked(question)[0]


@register.inclusion_tag("live/phone/feedback.html", takes_context=True)
def feedback_form(context: template.Context, person: Representative) -> dict[str, Any]:
    """Ask somebody how the meeting was, as long as that is asked."""
    session = person.party.session
    if not asks_feedback(session, now=timezone.now()):
        return {"is_asked": False}
    given = feedback_of(person, other_seats=context.get("other_hats") or ())
    is_open = session.state == SessionState.RUNNING
    questions = [
        {
            "name": name,
            "words": asked(name),
            "given": given[name],
            "may_change": is_open or given[name] is None,
        }
        for name in QUESTIONS
    ]
    return {
        "is_asked": True,
        "person": person,
        "questions": questions,
        "figures": FIGURES,
        "is_complete": None not in given.values(),
        "is_open": is_open,
        "place": context["place"],
        "csrf_token": context.get("csrf_token"),
    }
