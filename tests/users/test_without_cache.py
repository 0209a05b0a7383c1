"""Without the cache, which counts attempts, nobody signs in; and the page says so, in words."""

import pytest
from django.conf import LazySettings
from django.core import mail
from django.test import Client

from tests.builders import build_user, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def no_redis(settings: LazySettings) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:9/0",
            "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
        }
    }


@pytest.mark.usefixtures("no_redis")
def test_it_is_said_and_nothing_is_sent(client: Client) -> None:
    assert client.get("/inloggen/").status_code == 200
    answer = client.post("/inloggen/", {"login": build_user().email}, headers={"Accept-Language": "en"})
    assert answer.status_code == 503 and answer["Retry-After"]
    assert "busy" in answer.content.decode() and not mail.outbox


@pytest.mark.usefixtures("no_redis")
def test_who_is_signed_in_works_on(client: Client) -> None:
    sign_in(client, build_user())
    assert client.get("/mijn/").status_code == 200 and client.get("/").status_code == 200
    assert client.post("/mijn/", {"name": "Sanne", "language": "nl"}).status_code == 302
