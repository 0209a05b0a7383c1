"""Say in words what a picture shows; never a judgement, and never a name where names are hidden."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .agreement import Label, Mark, Pattern, Summary
from .lettering import isolated

NAMED_UP_TO = 3
HIGH_FROM_TENTHS = 7
LOW_UNTIL_TENTHS = 3


@dataclass(frozen=True)
class Said:
    """A figure and the name it goes by, `None` where names are hidden."""

    name: str | None
    value: int


def sentences_about(summary: Summary, said: Sequence[Said]) -> list[str]:
    """Return what stands out, in one or two sentences."""
    if summary.n == 0:
        return [_("Nobody gave a figure.")]
    if summary.n == 1:
        return [_("%(who)s gives %(value)s. One figure is too few to compare.") % _single(said[0])]
    if summary.lowest == summary.highest:
        return [_all_equal(summary)]
    if summary.pattern == Pattern.TWO_GROUPS:
        return [_group(_marked(summary, said, Mark.HIGH)), _group(_marked(summary, said, Mark.LOW))]
    if summary.pattern == Pattern.ONE_PARTY:
        return _one_and_the_rest(summary, said)
    return _spread(summary, said)


def who(names: Sequence[str | None]) -> str:
    """Return up to three names, else their number, as in 'A, B and C' or 'five parties'."""
    if names and len(names) <= NAMED_UP_TO and None not in names:
        known = [isolated(name) for name in names if name]
        if len(known) == 1:
            return known[0]
        return _("%(first)s and %(last)s") % {"first": ", ".join(known[:-1]), "last": known[-1]}
    return ngettext("%(count)s party", "%(count)s parties", len(names)) % {"count": apnumber(len(names))}


def at_the_start(names: Sequence[str | None]) -> str:
    """Return the same as the first words of a sentence; a name keeps the letter it was written with."""
    text = who(names)
    return text if names and len(names) <= NAMED_UP_TO and None not in names else capfirst(text)


def _single(said: Said) -> dict[str, object]:
    return {"who": at_the_start([said.name]), "value": said.value}


def _all_equal(summary: Summary) -> str:
    if summary.n == 2:
        return _("Both parties give %(value)s.") % {"value": summary.lowest}
    return _("All %(count)s parties give %(value)s.") % {
        "count": apnumber(summary.n),
        "value": summary.lowest,
    }


def _marked(summary: Summary, said: Sequence[Said], mark: Mark) -> tuple[Mark, list[Said]]:
    return mark, [one for one in said if summary.mark(one.value) == mark]


def _group(group: tuple[Mark, Sequence[Said]]) -> str:
    """Return 'Five parties give 7 or higher.' or, where all of them are equal, 'A and B give 7.'"""
    mark, said = group
    names, values = [one.name for one in said], [one.value for one in said]
    lowest, highest = min(values), max(values)
    words = {"who": at_the_start(names), "value": lowest if mark == Mark.HIGH else highest}
    if lowest == highest:
        return ngettext("%(who)s gives %(value)s.", "%(who)s give %(value)s.", len(said)) % words
    if mark == Mark.HIGH:
        return _("%(who)s give %(value)s or higher.") % words
    return _("%(who)s give %(value)s or lower.") % words


def _one_and_the_rest(summary: Summary, said: Sequence[Said]) -> list[str]:
    rest = [one.value for one in said if summary.mark(one.value) is None]
    lone = next(one for one in said if summary.mark(one.value))
    words = {"count": apnumber(len(rest)), "low": min(rest), "high": max(rest)}
    if min(rest) == max(rest):
        others = _("The other %(count)s parties give %(low)s.") % words
    else:
        others = _("The other %(count)s parties give %(low)s to %(high)s.") % words
    return [_("%(who)s gives %(value)s.") % _single(lone), others]


def _spread(summary: Summary, said: Sequence[Said]) -> list[str]:
    """Return the high and the low answers where they differ and there are both, else the two ends."""
    scale = summary.scale
    high = [one for one in said if (one.value - scale.minimum) * 10 >= HIGH_FROM_TENTHS * scale.width]
    low = [one for one in said if (one.value - scale.minimum) * 10 <= LOW_UNTIL_TENTHS * scale.width]
    if summary.label != Label.AGREE and high and low:
        return [_group((Mark.HIGH, high)), _group((Mark.LOW, low))]
    ends = {"low": summary.lowest, "high": summary.highest}
    if summary.label == Label.AGREE:
        return [_("The answers lie close together: from %(low)s to %(high)s.") % ends]
    if summary.label == Label.SOME_DIFFERENCE:
        return [_("The answers differ a little: from %(low)s to %(high)s.") % ends]
    return [_("The answers lie far apart: from %(low)s to %(high)s.") % ends]
