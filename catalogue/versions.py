"""Which version of a set a new session uses, and which versions ask the same."""

from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.correcting import Correction, corrections_of
from catalogue.models import Catalogue

NATIONAL_SET = "digitale-gesprekshulp-2020"


def current_catalogue(*, slug: str = NATIONAL_SET) -> Catalogue:
    """Give the newest published version of a set.

    Raises `Catalogue.DoesNotExist` when none was published yet.
    """
    return Catalogue.objects.published().filter(slug=slug).latest("version")


@dataclass(frozen=True)
class Versions:
    """The versions of one set, read at once, to know what a version mended and which ones compare."""

    by_key: dict[int, Catalogue]

    def ask_the_same(self, one: int, other: int) -> bool:
        """Return whether nothing but spelling differs between two versions; else figures don't compare."""
        return one == other or (
            one in self.by_key and other in self.by_key and self._line(one)[-1] == self._line(other)[-1]
        )

    def corrected_between(self, one: int, other: int) -> Sequence[Correction]:
        """Return what was mended between two versions that ask the same, oldest first."""
        mended = set(self._line(one)) ^ set(self._line(other))
        return [correction for key in sorted(mended) for correction in corrections_of(self.by_key[key])]

    def _line(self, key: int) -> list[int]:
        """Return a version, the one it corrects, and so on to the first; each corrects an earlier one."""
        line = [key]
        while (corrects := self.by_key[line[-1]].corrects_id) is not None:
            line.append(corrects)
        return line


def versions_beside(key: int) -> Versions:
    """Return all versions of the set that the version with this key belongs to, itself among them."""
    slug = Catalogue.objects.filter(pk=key).values("slug")
    return Versions({one.pk: one for one in Catalogue.objects.filter(slug__in=slug)})
