"""The revision of a session: event id of its stream, ETag of its fragments, the point to resume from."""

import logging
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import F

from .models import GroupSession

if TYPE_CHECKING:
    import redis

logger = logging.getLogger(__name__)
CHANNEL = "vroegsignalering.session"


def advance(session: GroupSession) -> None:
    """Count one visible change and tell the streams after the commit."""
    GroupSession.objects.filter(pk=session.pk).update(revision=F("revision") + 1)
    session.refresh_from_db(fields=["revision"])
    nudge(session_id=session.pk)


def nudge(*, session_id: int) -> None:
    """Ask the streams, after the commit, to look at a session; where no Redis is, they look by themselves."""
    if settings.REDIS_URL:
        transaction.on_commit(lambda: _publish(session_id), robust=True)


def _publish(session_id: int) -> None:
    import redis

    global _client
    try:
        _client = _client or redis.Redis.from_url(
            settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1
        )
        _client.publish(CHANNEL, str(session_id))
    except redis.RedisError as error:  # a stream looks at the database by itself, a little later
        logger.warning("Streams not nudged: %s", type(error).__name__)


_client: "redis.Redis | None" = None
