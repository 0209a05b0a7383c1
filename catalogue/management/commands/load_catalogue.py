"""Load the statements, the advice and the party kinds; safe to run at every start."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from catalogue.correcting import corrections_of
from catalogue.loading import catalogue_files, load_catalogue
from catalogue.party_kinds import PARTY_KINDS, load_party_kinds
from catalogue.reading import CatalogueFileError, read_file


class Command(BaseCommand):
    """Load the files that come with the platform, or the files named."""

    help = "Loads statements, advice and party kinds; what is there already stays as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take files with statements; without any, everything that comes with the platform is loaded."""
        parser.add_argument("files", nargs="*", type=Path, help="Files with statements.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load each file and say what became of it."""
        try:
            for line in self._load(options["files"]):
                if options["verbosity"]:
                    self.stdout.write(line)
        except CatalogueFileError as error:
            raise CommandError(str(error)) from error

    def _load(self, files: list[Path]) -> Iterator[str]:
        """Load the files one by one and tell of each."""
        if not files:
            changed = load_party_kinds(content=read_file(path=PARTY_KINDS))
            yield f"Party kinds: {changed} changed." if changed else "Party kinds: no change."
        for path in files or catalogue_files():
            loaded = load_catalogue(content=read_file(path=path), now=timezone.now())
            catalogue = loaded.catalogue
            outcome = "published" if loaded.is_new else "no change"
            if loaded.is_new and catalogue.corrects is not None:
                mended = "; ".join(map(str, corrections_of(catalogue)))
                outcome = f"published, asks the same as version {catalogue.corrects.version} ({mended})"
            yield f"{catalogue.title}, version {catalogue.version}: {outcome}."
