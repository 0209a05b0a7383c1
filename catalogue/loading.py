"""From a file that people can read to a published version; loading twice changes nothing."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from catalogue.enums import CatalogueState
from catalogue.models import Advice, AdviceTheme, Catalogue, Statement, Term, Theme
from catalogue.party_kinds import PARTY_KINDS
from catalogue.publishing import IncompleteCatalogue, publish_catalogue
from catalogue.reading import DATA, AnyRow, CatalogueFileError, entries, new_row


@dataclass(frozen=True)
class Loaded:
    """What became of a file: the version it holds, and whether that is new here."""

    catalogue: Catalogue
    is_new: bool


def catalogue_files() -> list[Path]:
    """List the files with statements that come with the platform."""
    return sorted(path for path in DATA.glob("*.yaml") if path != PARTY_KINDS)


def load_catalogue(*, content: Mapping[str, Any], now: datetime) -> Loaded:
    """Write and publish one version of a set, or find that it is there already.

    Raises `CatalogueFileError` when the content is wrong, or differs from the same version published before.
    """
    slug, version = content.get("slug"), content.get("version")
    if not isinstance(slug, str) or type(version) is not int:
        raise CatalogueFileError("A file with statements starts with a slug and a whole number as version.")
    checksum = _checksum(content)
    with transaction.atomic():
        newest = Catalogue.objects.filter(slug=slug).order_by("-version").first()
        if newest is not None and newest.version >= version:
            return Loaded(_already_there(newest, version=version, checksum=checksum), is_new=False)
        draft = _write(content, checksum=checksum, corrects=_corrected(content, slug=slug, version=version))
        try:
            return Loaded(publish_catalogue(draft, now=now), is_new=True)
        except IncompleteCatalogue as error:
            raise CatalogueFileError(str(error)) from error


def _checksum(content: Mapping[str, Any]) -> str:
    """Fingerprint what the file says, not how it is laid out: comments and line ends do not count."""
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _already_there(newest: Catalogue, *, version: int, checksum: str) -> Catalogue:
    """Find the version that has this content, or say why it cannot be loaded."""
    same = Catalogue.objects.published().filter(slug=newest.slug, version=version, checksum=checksum).first()
    if same is None:
        raise CatalogueFileError(
            f"Version {version} of {newest.slug} differs from what is stored and a published version cannot "
            f"change. Raise `version` in the file to {newest.version + 1} to publish a correction."
        )
    return same


def _corrected(content: Mapping[str, Any], *, slug: str, version: int) -> Catalogue | None:
    """Return the version whose spelling this one mends, if it says so."""
    if "corrects" not in content:
        return None
    number = content["corrects"]
    earlier = Catalogue.objects.published().filter(slug=slug, version__lt=version)
    found = earlier.filter(version=number).first() if type(number) is int else None
    if found is None:
        raise CatalogueFileError(f"corrects: {number} is no earlier version of {slug} published here.")
    return found


def _corrections(content: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return what a file says it corrects: where, the word as it was, and as it is now."""
    rows = entries(content, "corrections")
    for row in rows:
        if set(row) != {"where", "was", "now"} or not all(isinstance(text, str) for text in row.values()):
            raise CatalogueFileError("Each of corrections has where, was and now, and nothing else.")
    return [dict(row) for row in rows]


def _write(content: Mapping[str, Any], *, checksum: str, corrects: Catalogue | None) -> Catalogue:
    """Write the whole set as a draft."""
    catalogue = _save(
        Catalogue,
        content,
        where="the set",
        without={"themes", "advice", "corrects", "corrections"},
        state=CatalogueState.DRAFT,
        checksum=checksum,
        corrects=corrects,
        corrections=_corrections(content),
    )
    themes = {}
    for raw in entries(content, "themes"):
        theme = _save(Theme, raw, where="theme", without={"statements"}, catalogue=catalogue)
        themes[theme.slug] = theme
        for raw_statement in entries(raw, "statements"):
            _write_statement(raw_statement, theme=theme)
    for raw in entries(content, "advice"):
        advice = _save(Advice, raw, where="advice", without={"themes"}, catalogue=catalogue)
        for slug in raw.get("themes") or []:
            if slug not in themes:
                raise CatalogueFileError(f"advice “{advice.title}”: there is no theme {slug}")
            AdviceTheme(advice=advice, theme=themes[slug]).save()
    return catalogue


def _write_statement(raw: Mapping[str, Any], *, theme: Theme) -> None:
    """Write one statement with its hard words."""
    statement = _save(Statement, raw, where="statement", without={"terms"}, theme=theme)
    for raw_term in entries(raw, "terms"):
        _save(Term, raw_term, where=f"statement {statement.number}, term", statement=statement)


def _save(model: type[AnyRow], raw: Mapping[str, Any], **options: Any) -> AnyRow:
    """Write one checked row."""
    row = new_row(model, raw, **options)
    row.save()
    return row
