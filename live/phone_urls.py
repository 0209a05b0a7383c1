"""Addresses of the phones, below `/<gemeente>/`."""

from django.urls import path

from .answer_views import StatementPage
from .hat_views import Hats
from .join_views import JoinByCode
from .link_views import JoinLink
from .reply_views import AcceptAction, HandBackAction
from .seat_views import Notice, Now, Overview, OwnAnswers, Sheet, Statements

SEAT = "deelnemen/<int:pk>/"

urlpatterns = [
    path("meedoen/code/<str:code>/", JoinByCode.as_view(), name="join_by_code"),
    path("meedoen/<str:token>/", JoinLink.as_view(), name="join_link"),
    path(SEAT, Sheet.as_view(), name="seat"),
    path(f"{SEAT}nu/", Now.as_view(), name="seat_now"),
    path(f"{SEAT}overzicht/", Overview.as_view(), name="overview"),
    path(f"{SEAT}antwoorden/", OwnAnswers.as_view(), name="own_answers"),
    path(f"{SEAT}stellingen/", Statements.as_view(), name="statements"),
    path(f"{SEAT}voor-wie/", Hats.as_view(), name="hats"),
    path(f"{SEAT}uitleg/", Notice.as_view(), name="notice"),
    path(f"{SEAT}stelling/<int:number>/", StatementPage.as_view(), name="statement"),
    path(f"{SEAT}actiepunt/<int:action>/ja/", AcceptAction.as_view(), name="accept_action"),
    path(f"{SEAT}actiepunt/<int:action>/terug/", HandBackAction.as_view(), name="hand_back_action"),
]
