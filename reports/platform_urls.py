"""Addresses of a person's own data, outside every municipality."""

from django.urls import path

from .own_data_views import EraseOwnData, OwnData, TakeOwnData

urlpatterns = [
    path("mijn/gegevens/", OwnData.as_view(), name="own_data"),
    path("mijn/gegevens/bestand/", TakeOwnData.as_view(), name="take_own_data"),
    path("mijn/gegevens/wissen/", EraseOwnData.as_view(), name="erase_own_data"),
]
