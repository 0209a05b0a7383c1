"""Addresses of the big screen."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
