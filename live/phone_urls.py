"""Addresses of the phones."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
