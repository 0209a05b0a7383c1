"""Addresses of the talk: its order, its action points and how people found it."""

from django.urls import path

from .console_actions import CompleteAction, UseTwin
from .feedback_views import GiveFeedback
from .talk_views import Owners, PutOpeners, SetTalkOrder

BASE = "groepssessies/<int:pk>/leiden/"

urlpatterns = [
    path(f"{BASE}trekkers/", Owners.as_view(), name="console_owners"),
    path(f"{BASE}thema/<int:theme>/volgorde/", SetTalkOrder.as_view(), name="console_talk_order"),
    path(f"{BASE}stelling/<int:statement>/openen/", PutOpeners.as_view(), name="console_openers"),
    path(f"{BASE}actiepunt/<int:action>/aanvullen/", CompleteAction.as_view(), name="console_complete"),
    path(
        f"{BASE}actiepunt/<int:action>/zelfde/<int:twin>/",
        UseTwin.as_view(),
        name="console_use_twin",
    ),
    path("deelnemen/<int:pk>/terugblik/", GiveFeedback.as_view(), name="give_feedback"),
]
