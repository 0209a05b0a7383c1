"""Addresses of the big screen, and of what the facilitator does with it."""

from django.urls import path

from .pairing import GiveScreen
from .screen_steps import ShowOverview
from .screen_views import Screen, ScreenNow

LEAD = "groepssessies/<int:pk>/leiden/"

urlpatterns = [
    path("groepssessies/<int:pk>/scherm/<str:token>/", Screen.as_view(), name="screen"),
    path("groepssessies/<int:pk>/scherm/<str:token>/nu/", ScreenNow.as_view(), name="screen_now"),
    path(f"{LEAD}scherm/koppelen/", GiveScreen.as_view(), name="console_give_screen"),
    path(f"{LEAD}overzicht/", ShowOverview.as_view(), name="console_show_overview"),
]
