"""Nudges between processes: who changed a session says so on Redis, and every hub looks at once.

A nudge may be lost (Redis promises no delivery); the hub looks by itself every two seconds anyway.
"""

import asyncio
import logging
import random
from collections.abc import Callable

from redis import RedisError
from redis.asyncio import Redis

from sessions.revision import CHANNEL

logger = logging.getLogger(__name__)

SILENCE = 20.0
"""Seconds without a word after which the connection is tried, so that a dead one is noticed."""
LONGEST_PAUSE = 5.0


async def listen(url: str, *, heard: Callable[[int], None]) -> None:
    """Report each session that changed, and connect again for ever when Redis goes away."""
    failures = 0
    while True:
        try:
            async with (
                Redis.from_url(url, socket_connect_timeout=2, health_check_interval=int(SILENCE)) as redis,
                redis.pubsub(ignore_subscribe_messages=True) as channel,
            ):
                await channel.subscribe(CHANNEL)
                failures = 0
                while True:
                    message = await channel.get_message(timeout=SILENCE)
                    if message is not None:
                        _pass_on(message["data"], heard)
        except (RedisError, OSError) as error:
            if failures == 0:
                logger.warning("The stream hears no nudges from Redis: %s", type(error).__name__)
            failures += 1
        await asyncio.sleep(min(LONGEST_PAUSE, 0.2 * 2 ** min(failures, 9)) * random.uniform(0.5, 1))


def _pass_on(data: bytes, heard: Callable[[int], None]) -> None:
    try:
        heard(int(data))
    except ValueError:
        logger.warning("A nudge that is no session was left alone.")
