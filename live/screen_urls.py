"""Addresses of the big screen."""

from django.urls import path

from .screen_views import Screen, ScreenNow

urlpatterns = [
    path("groepssessies/<int:pk>/scherm/<str:token>/", Screen.as_view(), name="screen"),
    path("groepssessies/<int:pk>/scherm/<str:token>/nu/", ScreenNow.as_view(), name="screen_now"),
]
