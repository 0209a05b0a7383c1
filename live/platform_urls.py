"""The ways in that are the same for every municipality: with a join code, and for a big screen."""

from django.urls import path

from .code_views import JoinCode
from .waiting_screen_views import AskCode, CodeStand, ShowCode

app_name = "live_platform"

urlpatterns = [
    path("meedoen/", JoinCode.as_view(), name="join_code"),
    path("scherm/", AskCode.as_view(), name="ask_screen_code"),
    path("scherm/code/", ShowCode.as_view(), name="waiting_screen"),
    path("scherm/code/stand/", CodeStand.as_view(), name="waiting_screen_stand"),
]
