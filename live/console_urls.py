"""Addresses of the facilitator's console."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
