"""Send the mails of signing in without letting the page wait for the mail server.

A page that waits only when an address is known tells a stranger which addresses are.
"""

import logging
from concurrent.futures import ThreadPoolExecutor

from django.core.mail import EmailMessage, get_connection
from django.db import connections

logger = logging.getLogger(__name__)
# At the end of the process they are waited for: a code under way is not lost.
_aside = ThreadPoolExecutor(max_workers=4, thread_name_prefix="sign-in mail")
ON_THE_SPOT = ("locmem", "filebased", "console", "dummy")
"""Ways of Django to keep a mail on this machine, which take no time."""


def send_aside(message: EmailMessage) -> None:
    """Send a mail in another thread; what goes wrong is logged, and who waits can ask for another code."""
    if type(get_connection()).__module__.endswith(ON_THE_SPOT):
        message.send()
    else:
        _aside.submit(_send, message)


def _send(message: EmailMessage) -> None:
    try:
        message.send()
    except Exception as error:  # whatever the mail server or the network does
        logger.error("A mail of signing in was not sent: %s", type(error).__name__)
    finally:
        connections.close_all()
