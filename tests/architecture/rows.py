"""What stands in the database, hashed per municipality, and what points from one to another."""

import hashlib
from collections import defaultdict

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
    joined = {field.remote_field.through for model in models_ for field in model._meta.many_to_many}
    with across_municipalities("demo"), connection.cursor() as cursor:
        for model in [*models_, *joined, Municipality, User]:
            name = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"SELECT * FROM {name} ORDER BY id")  # noqa: S608
            columns = [column.name if hasattr(column, "name") else column[0] for column in cursor.description]
            place = columns.index("municipality_id") if model in models_ else None
            for row in cursor.fetchall():
                owner = NOBODYS if place is None else row[place]
                found[owner].update(repr((model._meta.db_table, row)).encode())
    return {owner: digest.hexdigest() for owner, digest in found.items()}


def references_across() -> list[str]:
    """Return each row that points at a row of another municipality."""
    found = []
    with across_municipalities("demo"):
        for model in owned():
            for field in model._meta.fields:
                other = field.related_model if isinstance(field, models.ForeignKey) else None
                if other is None or not issubclass(other, TenantModel):
                    continue
                across = model.objects.exclude(**{field.name: None}).exclude(
                    **{f"{field.name}__municipality": models.F("municipality")}
                )
                found += [
                    f"{model._meta.label}.{field.name} {pk}" for pk in across.values_list("pk", flat=True)
                ]
    return found
