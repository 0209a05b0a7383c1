"""A long list in pages: which one is asked for, and what a link to another one keeps of the choice."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import QueryDict

ON_A_PAGE = 50
NUMBER = "page"


def pages_of(rows: "Sequence[Any] | QuerySet[Any]", asked: QueryDict) -> dict[str, Any]:
    """Return what `components/pages.html` and `components/other_page.html` show of a list.

    A page that is not there (any more) is answered with the nearest one, and said so.
    """
    page = Paginator(rows, ON_A_PAGE).get_page(asked.get(NUMBER))
    kept = asked.copy()
    kept.pop(NUMBER, None)
    said = asked.get(NUMBER, "").strip()
    return {"page_obj": page, "kept": kept.urlencode(), "is_other_page": said not in {"", str(page.number)}}
