"""The link by which an organisation says whether it agrees; it works while its version is asked about."""

from common.link_tokens import make_token, read_token

from ..models import Consent

PURPOSE = "v"


def consent_token(consent: Consent) -> str:
    """Return the token of the present link of an organisation; another addressee withdraws it."""
    return make_token(PURPOSE, pk=consent.pk, version=consent.link_version)


def consent_of(token: str) -> Consent | None:
    """Return whose answer a token gives, of this municipality; nothing for a wrong or withdrawn one."""
    read = read_token(token)
    if read is None or read.purpose != PURPOSE:
        return None
    rows = Consent.objects.select_related("municipality", "organisation", "version__session")
    row = rows.filter(pk=read.pk).first()
    return row if row is not None and read.is_for(version=row.link_version) else None
