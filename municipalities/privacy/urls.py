"""Addresses below `/<gemeente>/privacy/`."""

from django.urls import path

from .retention_views import ChangeTerm, LiftHold, PlaceHold, Retention
from .views import Privacy

urlpatterns = [
    path("privacy/", Privacy.as_view(), name="privacy"),
    path("privacy/bewaren/", Retention.as_view(), name="retention"),
    path("privacy/bewaren/termijn/<str:category>/", ChangeTerm.as_view(), name="retention_term"),
    path("privacy/bewaren/bewaarplicht/", PlaceHold.as_view(), name="place_hold"),
    path("privacy/bewaren/bewaarplicht/<int:hold>/opheffen/", LiftHold.as_view(), name="lift_hold"),
]
