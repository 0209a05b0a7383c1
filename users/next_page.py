"""Where somebody goes on to: a page of this website, whatever an address asks for."""

import re
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

LONGEST = 2000
NOT_IN_AN_ADDRESS = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2000-\u200f\u2028-\u202f\u2060\u3000\ufeff]")
"""What browsers leave out or read as a slash, so that another host stands there after all."""


def is_own_page(address: str) -> bool:
    """Return whether an address is a path of this website: `/…`, without a host, also not our own.

    Stricter than Django, which lets in every allowed host: here nothing needs one.
    """
    if not address.startswith("/") or len(address) > LONGEST or NOT_IN_AN_ADDRESS.search(address):
        return False
    try:
        path = urlsplit(address).path
    except ValueError:
        return False
    # "/.//host" and "/x/..//host" become "//host" once a browser has resolved the dots.
    return "//" not in path and url_has_allowed_host_and_scheme(address, allowed_hosts=None)


def own_page(address: str, *, otherwise: str = "/") -> str:
    """Return an address of this website, or the page to fall back on."""
    return address if is_own_page(address) else otherwise


def page_before(request: HttpRequest) -> str:
    """Return the page of this website that a form was sent from; the first page when that is unknown."""
    host = f"{request.scheme}://{request.get_host()}"
    came_from = request.headers.get("Referer", "")
    return own_page(came_from.removeprefix(host)) if came_from.startswith(f"{host}/") else "/"
