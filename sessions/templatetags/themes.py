"""Show the themes somebody is called about."""

from collections.abc import Collection, Mapping

from django import template

register = template.Library()


@register.filter
def named(slugs: Collection[str], titles: Mapping[str, str]) -> str:
    """Give the titles of themes by their short names; one of an earlier list keeps its short name."""
    return ", ".join(titles.get(slug, slug) for slug in slugs)
