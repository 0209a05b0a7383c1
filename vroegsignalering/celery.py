"""The Celery application: the tasks of all apps, configured by Django's settings."""

import os
import warnings

from celery import Celery
from celery.exceptions import SecurityWarning

from . import whole_messages  # noqa: F401  (the broker of the embedded installation)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vroegsignalering.settings")

app = Celery("vroegsignalering")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# It warns a worker that runs as root about pickled messages; CELERY_ACCEPT_CONTENT lets in JSON only.
warnings.simplefilter("ignore", SecurityWarning)
