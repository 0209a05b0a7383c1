"""Where somebody goes on to: a page of this website, whatever an address asks for."""

import logging
import re
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

logger = logging.getLogger(__name__)

LONGEST = 2000
NOT_IN_AN_ADDRESS = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2000-\u200f\u2028-\u202f\u2060\u3000\ufeff]")
"""What browsers leave out or read as a slash, so that another host stands there after all."""


def is_own_page(address: str) -> bool:
    """Return whether an address is a path of this website: `/…`, without a host, also not our own.

    Stricter than Django, which lets in every allowed host: here nothing needs one. The log tells that a link
    would have led away, and not where.
    """
    is_own = _is_path_of_ours(address)
    if address and not is_own:
        logger.warning("An address to go on to was refused: it leads away from this website.")
    return is_own


def _is_path_of_ours(address: str) -> bool:
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
