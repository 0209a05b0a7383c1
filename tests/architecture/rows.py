"""What stands in the database, hashed per municipality, and what points from one to another."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.apps import apps
from django.db import connection, models

from audit.models import AuditEvent, LogSeal
from common.tenancy import TenantModel, across_municipalities
from municipalities.models import Municipality
from users.models import User

NOBODYS = 0
"""Under this number stands what no municipality owns: the municipalities themselves, and people."""


def owned() -> list[type[TenantModel]]:
    return [model for model in apps.get_models() if issubclass(model, TenantModel)]


def hashes() -> dict[int, str]:
    """Return a hash of all rows of each municipality; only the log may grow by reading."""
    found: dict[int, hashlib._Hash] = defaultdict(hashlib.sha256)
    models_ = [model for model in owned() if model not in {AuditEvent, LogSeal}]
    links = {through: (column, model) for through, column, model in links_of(models_)}
    with across_municipalities("demo"), connection.cursor() as cursor:
        for model in [*models_, *links, Municipality, User]:
            name = connection.ops.quote_name(model._meta.db_table)
            rows = f"SELECT * FROM {name} ORDER BY id"  # noqa: S608
            if model in links:  # a link is of the municipality whose row it begins at
                column, source = links[model]
                rows = (
                    f"SELECT source.municipality_id, link.* FROM {name} link "  # noqa: S608
                    f"JOIN {source._meta.db_table} source ON source.id = link.{column} ORDER BY link.id"
                )
            cursor.execute(rows)
            columns = [column.name if hasattr(column, "name") else column[0] for column in cursor.description]
            place = columns.index("municipality_id") if model in models_ or model in links else None
            for row in cursor.fetchall():
                owner = NOBODYS if place is None else row[place]
                found[owner].update(repr((model._meta.db_table, row)).encode())
    return {owner: digest.hexdigest() for owner, digest in found.items()}


def links_of(
    models_: Iterable[type[models.Model]],
) -> Iterator[tuple[type[models.Model], str, type[models.Model]]]:
    """Yield each table of links, with the column that points at the row of a municipality it begins at."""
    for model in models_:
        for field in model._meta.many_to_many:
            yield field.remote_field.through, field.m2m_column_name(), model


def references_across() -> list[str]:
    """Return each row that points at a row of another municipality."""
    found = []
    with across_municipalities("demo"):
        for model in owned():
            for field in [*model._meta.fields, *model._meta.many_to_many]:
                is_key = isinstance(field, models.ForeignKey | models.ManyToManyField)
                other = field.related_model if is_key else None
                if other is None or not issubclass(other, TenantModel):
                    continue
                across = model.objects.exclude(**{field.name: None}).exclude(
                    **{f"{field.name}__municipality": models.F("municipality")}
                )
                found += [
                    f"{model._meta.label}.{field.name} {pk}" for pk in across.values_list("pk", flat=True)
                ]
    return found
