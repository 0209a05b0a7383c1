"""The improvement agenda in three ways: as a table, as a board and as a line of time."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, Window
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
from .badges import day_in_words
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
    with_all,
    with_owners,
)
from .rows import address_of_points, card_of, row_of, rows_of
from .saved_filters import saved_of
from .timeline import agreed_on, axis_of, bar_of

TABLE, BOARD, TIMELINE = "tabel", "bord", "tijdlijn"
VIEW = "weergave"
ON_A_PAGE = 25
COUNTED = {"": "all", OPEN: "open", LATE: "late", STUCK: "stuck", OWNERLESS: "ownerless"}
"""The quick choices of which `counts_of` tells how many there are."""


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
        shown = self.board(choice, counts) if self.view == BOARD else self.page(choice, counts)
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
        page, keys = self.keys(choice, counts)
        found = {"page_obj": page, "kept": self.query(choice), "at": address_of_points(municipality)}
        if self.view == TIMELINE:
            return found | self.timeline(with_owners(municipality, keys))
        return found | {"rows": rows_of(with_all(municipality, keys), self.today)}

    def keys(self, choice: Any, counts: dict[str, int]) -> tuple[Page, list[int]]:
        """Return the page that was asked for, or the nearest one that exists (still), and what is on it."""
        points = choice.keep(agenda_of(self.request.municipality, on=self.today), on=self.today)
        found = points.values_list("pk", flat=True)
        paginator, asked = Paginator(found, ON_A_PAGE), self.request.GET.get(NUMBER, "1")
        is_counted = choice.shows_only and choice.show in COUNTED
        if is_counted:
            paginator.count = counts[COUNTED[choice.show]]
        elif asked == "1":
            # Looked for once, and not once more to count it.
            first = list(points.annotate(total=Window(Count("*"))).values_list("pk", "total")[:ON_A_PAGE])
            paginator.count = first[0][1] if first else 0
            keys = [pk for pk, _total in first]
            return Page(keys, 1, paginator), keys
        page = paginator.get_page(asked)
        if is_counted and page.end_index() <= counts["open"]:
            # What is open stands first: a page of it need not sort what ended in ten years.
            first = ON_A_PAGE * (page.number - 1)
            page.object_list = points.open().values_list("pk", flat=True)[first : first + ON_A_PAGE]
        return page, list(page.object_list)

    def timeline(self, points: Sequence[ActionPoint]) -> dict[str, Any]:
        """Return the points with their bars, and the days above them."""
        agreed_first = original_deadlines(points)
        axis = axis_of(points, today=self.today)
        line = '<line class="agenda-bar__tick" x1="{0}%" x2="{0}%" y1="0" y2="100%"/>'
        rows = []
        for point in points:
            first = agreed_first.get(point.pk)
            rows.append(
                {
                    **row_of(point, self.today),
                    "first": first,
                    "bar": bar_of(point, axis, today=self.today, first=first),
                    "agreed": day_in_words(agreed_on(point), "j F Y"),
                }
            )
        ticks = format_html_join("", line, ((place,) for place, _name in axis.ticks))
        return {"rows": rows, "axis": axis, "ticks": ticks}

    def board(self, choice: Any, counts: dict[str, int]) -> dict[str, Any]:
        """Return the columns of the board."""
        municipality = self.request.municipality
        known = counts if choice.shows_only and not choice.show else None
        columns = columns_of(choice.keep(counted(municipality.pk), on=self.today), known)
        keys = [key for column in columns for key in column.keys]
        # Asked once: the addresses of two cards differ in a number.
        before, _zero, after = reverse("agenda:move", args=[municipality.slug, 0]).rpartition("0/")
        points = with_owners(municipality, keys)
        fill(columns, points)
        cards = {point.pk: card_of(point, self.today) for point in points}
        shown = [self.column(one, cards, choice) for one in columns]
        return {"columns": shown, "rows": list(cards.values()), "at": before, "move": after}

    def column(self, column: Column, cards: dict[int, dict[str, Any]], choice: Any) -> dict[str, Any]:
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
            "rows": [cards[point.pk] for point in column.points],
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
