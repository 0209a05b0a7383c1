"""Keep links that give rights out of the log."""

import logging
import re

# The last part of `/<gemeente>/meedoen/…`, `/gespreksleider/…`, `/rapport/…`, `/scherm/…` and
# `/uitnodiging/…`, and a join code.
_LINK = re.compile(r"/(meedoen|meedoen/code|gespreksleider|rapport|scherm|uitnodiging)/(?!code/)[\w-]{8,}")


class QuietLinks(logging.Filter):
    """Write `…` where a line of the log would hold a working link."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        quiet = _LINK.sub(r"/\1/…", text)
        if quiet != text:
            record.msg, record.args = quiet, ()
        return True
