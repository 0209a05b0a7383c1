"""Addresses that say how far a session is, one for each kind of viewer."""

from django.urls import path

from .stand_views import ConsoleStand, ScreenStand, SeatStand, SessionStand

urlpatterns = [
    path("deelnemen/<int:pk>/stand/", SeatStand.as_view(), name="seat_stand"),
    path("groepssessies/<int:pk>/stand/", SessionStand.as_view(), name="session_stand"),
    path("groepssessies/<int:pk>/leiden/stand/", ConsoleStand.as_view(), name="console_stand"),
    path("groepssessies/<int:pk>/scherm/<str:token>/stand/", ScreenStand.as_view(), name="screen_stand"),
]
