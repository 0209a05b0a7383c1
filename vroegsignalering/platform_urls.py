"""Addresses of the platform itself, outside every municipality."""

from django.views.i18n import set_language
from django.urls import path

from .health import Health

urlpatterns = [
    path("gezond/", Health.as_view(), name="health"),
    path("taal/", set_language, name="set_language"),
]
