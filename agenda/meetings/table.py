"""Which sessions are of one table: whatever followed or repeated another one, also by way of others."""

from municipalities.models import Municipality
from sessions.models import GroupSession


class Tables:
    """The sessions of one municipality by the table that holds them, read in one query; no rehearsals."""

    def __init__(self, municipality: Municipality) -> None:
        rows = GroupSession.objects.filter(municipality=municipality).counting()
        self._previous: dict[int, int | None] = dict(rows.values_list("pk", "previous_id"))

    def first_of(self, pk: int) -> int:
        """Return the key of the session with which the table of this one began."""
        seen = {pk}
        while (before := self._previous.get(pk)) in self._previous and before not in seen:
            assert before is not None
            seen.add(before)
            pk = before
        return pk

    def all_of(self, pk: int) -> set[int]:
        """Return the keys of all sessions of the table of this one, itself too."""
        first = self.first_of(pk)
        return {pk} | {other for other in self._previous if self.first_of(other) == first}
