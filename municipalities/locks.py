"""Hold a municipality: who works there, and its address book, are changed by one at a time."""

from .models import Municipality


def hold_municipality(municipality: Municipality) -> Municipality:
    """Hold the row of a municipality until the transaction ends and return it; the first lock, in `atomic()`.

    Without the key, so that foreign keys to it don't wait. On SQLite the transaction is IMMEDIATE and alone.
    """
    return Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)
