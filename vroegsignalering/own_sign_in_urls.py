"""Signing in with the account of a municipality: the button with what is behind it, and the way back."""

from django.urls import path

from municipalities.own_account.views import BackFromProvider, GoToProvider

urlpatterns = [
    path("inloggen/gemeente/<slug:slug>/", GoToProvider.as_view(), name="own_sign_in"),
    path("inloggen/gemeente/<slug:slug>/terug/", BackFromProvider.as_view(), name="own_sign_in_back"),
]
