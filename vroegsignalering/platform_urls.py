"""Addresses of the platform itself, outside every municipality."""

from django.urls import include, path
from django.views.i18n import set_language

from .health import Health
from .home import Home

urlpatterns = [
    path("", Home.as_view(), name="home"),
    path("gezond/", Health.as_view(), name="health"),
    path("demo/", include("vroegsignalering.demo.urls")),
    path("taal/", set_language, name="set_language"),
]
