"""The improvement agenda in three ways: as a table, as a board and as a line of time."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from common.pages import NUMBER
from municipalities.access import GuardedView
from municipalities.permissions import Permission

from ..meetings.walking import original_deadlines
from ..models import ActionPoint
from ..owners.now import mark_owners
from .badges import badges_of, day_shown, deadline_shown
from .board import Column, columns_of, fill
from .filter import (
    LATE,
    OPEN,
    OWNERLESS,
    STATUS_WORDS,
    STUCK,
    UNANSWERED,
    WORDS,
    counted,
)
from .filter_forms import FilterForm
from .overview import (
    agenda_of,
    counts_of,
    days_late,
    shifted_deadline,
    states_of,
    with_all,
    with_owners,
)
from .saved_filters import saved_of
from .timeline import axis_of, bar_of

TABLE, BOARD, TIMELINE = "tabel", "bord", "tijdlijn"
VIEW = "weergave"
ON_A_PAGE = 25


class AgendaList(GuardedView, TemplateView):
    """The action points of a municipality, what asks for attention first."""

    permission = Permission.VIEW_AGENDA
    template_name = "agenda/list.html"

    @cached_property
    def today(self) -> date:
        return timezone.localdate()

    @property
    def view(self) -> str:
        asked = self.request.GET.get(VIEW, TABLE)
        return asked if asked in {TABLE, BOARD, TIMELINE} else TABLE

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        request = self.request
        form = FilterForm(request.GET, municipality=request.municipality, user=request.user)
        choice = form.choice
        counts = counts_of(request.municipality, on=self.today)
        shown = self.board(choice) if self.view == BOARD else self.page(choice, counts)
        return super().get_context_data(
            view=self.view,
            views=self.ways(choice),
            filter=form,
            choice=choice,
            pills=self.pills(choice, counts),
            counts=counts,
            saved=saved_of(request.user, municipality=request.municipality),
            may_edit=self.may(Permission.EDIT_AGENDA),
            query=self.query(choice),
            today=self.today,
            **shown,
            **kwargs,
        )

    def page(self, choice: Any, counts: dict[str, int]) -> dict[str, Any]:
        """Return one page of the table or the line of time, with what the way through the pages needs."""
        municipality = self.request.municipality
        keys = choice.keep(agenda_of(municipality, on=self.today), on=self.today).values_list("pk", flat=True)
        # Everything was counted already; a choice is looked for once, not once more to count it.
        paginator = Paginator(list(keys) if choice.kept else keys, ON_A_PAGE)
        if not choice.kept:
            paginator.count = counts["all"]
        # The nearest page for a page number that does not exist (any more).
        page = paginator.get_page(self.request.GET.get(NUMBER))
        on_page = list(page.object_list)
        if self.view == TIMELINE:
            rows = [row_of(point, self.today) for point in with_owners(municipality, on_page)]
        else:
            rows = rows_of(with_all(municipality, on_page), self.today)
        found = {"rows": rows, "page_obj": page, "kept": self.query(choice)}
        if self.view == TIMELINE:
            points = [row["point"] for row in rows]
            first = original_deadlines(points)
            found["axis"] = axis = axis_of(points, today=self.today)
            line = '<line class="agenda-bar__tick" x1="{0}%" x2="{0}%" y1="0" y2="100%"/>'
            found["ticks"] = format_html_join("", line, ((place,) for place, _name in axis.ticks))
            for row in rows:
                row["first"] = first.get(row["point"].pk)
                row["bar"] = bar_of(row["point"], axis, today=self.today, first=row["first"])
        return found

    def board(self, choice: Any) -> dict[str, Any]:
        """Return the columns of the board."""
        municipality = self.request.municipality
        columns = columns_of(choice.keep(counted(municipality.pk), on=self.today))
        keys = [key for column in columns for key in column.keys]
        # Asked once: the addresses of two cards differ in a number.
        before, _zero, after = reverse("agenda:move", args=[municipality.slug, 0]).rpartition("/0/")
        rows = [
            {
                "point": point,
                "late": days_late(point, on=self.today),
                "day": day_shown(point.deadline),
                "at": f"{before}/{point.pk}/",
                "move_at": f"{before}/{point.pk}/{after}",
            }
            for point in with_owners(municipality, keys)
        ]
        fill(columns, [row["point"] for row in rows])
        shown = {row["point"].pk: row for row in rows}
        return {"columns": [self.column(one, shown, choice) for one in columns], "rows": rows}

    def column(self, column: Column, rows: dict[int, dict[str, Any]], choice: Any) -> dict[str, Any]:
        word = STATUS_WORDS[column.status]
        return {
            "status": column.status,
            "word": word,
            "label": column.status.label,
            "total": column.total,
            "more": column.more,
            "targets": " ".join(column.steps),
            "options": format_html_join(
                "", '<option value="{}">{}</option>', ((step, step.label) for step in column.steps)
            ),
            "rows": [rows[point.pk] for point in column.points],
            "all_url": f"?{urlencode({**choice.kept, 'status': word})}",
        }

    def query(self, choice: Any, **other: str) -> str:
        """Return an address of this page with the choice, in this view unless another is asked for."""
        said = {VIEW: "" if self.view == TABLE else self.view, **choice.kept, **other}
        return urlencode({name: value for name, value in said.items() if value})

    def ways(self, choice: Any) -> list[dict[str, Any]]:
        """Return the three ways to look at the same choice."""
        named = [
            (TABLE, _("Table"), "rows"),
            (BOARD, _("Board"), "columns"),
            (TIMELINE, _("Timeline"), "calendar"),
        ]
        return [
            {
                "label": label,
                "icon": icon,
                "url": f"?{self.query(choice, **{VIEW: '' if name == TABLE else name})}",
                "is_current": name == self.view,
            }
            for name, label, icon in named
        ]

    def pills(self, choice: Any, counts: dict[str, int]) -> list[dict[str, Any]]:
        """Return the quick choices, each with how many it would show.

        Beside a choice of an organisation or a theme they show fewer, and how many was not counted.
        """
        named = [
            ("", _("Everything"), counts["all"]),
            (OPEN, _("Not finished"), counts["open"]),
            (LATE, _("Too late"), counts["late"]),
            (STUCK, _("Stuck"), counts["stuck"]),
            (OWNERLESS, _("Without owner"), counts["ownerless"]),
        ]
        if choice.show == UNANSWERED:  # the page of activity leads there
            named.append((UNANSWERED, str(WORDS[UNANSWERED]).capitalize(), -1))
        return [
            {
                "label": label if choice.is_narrow or number < 0 else f"{label} ({number})",
                "url": f"?{self.query(choice, toon=show)}",
                "is_current": choice.show == show,
            }
            for show, label, number in named
        ]


def rows_of(points: Iterable[ActionPoint], today: date) -> list[dict[str, Any]]:
    """Return action points with what is computed of them, for the templates."""
    shown = list(points)
    mark_owners(shown, today=today)
    return [row_of(point, today) for point in shown]


def row_of(point: ActionPoint, today: date) -> dict[str, Any]:
    """Return one action point with what is computed of it."""
    states, late = states_of(point, on=today), days_late(point, on=today)
    shifted = shifted_deadline(point)
    return {
        "point": point,
        "states": states,
        "badges": badges_of(states),
        "late": late,
        "shifted": shifted,
        "deadline": deadline_shown(point.deadline, shifted=shifted, late=late, postponed=point.postponed),
    }
