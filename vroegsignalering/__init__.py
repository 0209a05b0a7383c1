# Imported with the project, so that `delay()` in any process uses this broker.
from .celery import app as celery_app

__all__ = ["celery_app"]
