"""Addresses of the platform itself, outside every municipality."""

from django.urls import include, path

from municipalities.privacy.views import Privacy

from .accessibility import Accessibility
from .calendar_views import OwnCalendar, RenewCalendar
from .health import Health
from .home import Home
from .language import ChooseLanguage
from .offline import Offline, OfflineWorker
from .own_points_views import OwnPoints
from .style_guide.views import StyleGuide

urlpatterns = [
    path("", Home.as_view(), name="home"),
    path("gezond/", Health.as_view(), name="health"),
    path("platform/", include("municipalities.platform.urls")),
    path("demo/", include("vroegsignalering.demo.urls")),
    path("", include("vroegsignalering.explained.platform_urls")),
    path("geen-verbinding/", Offline.as_view(), name="offline"),
    path("dienst.js", OfflineWorker.as_view(), name="offline_worker"),
    path("toegankelijkheid/", Accessibility.as_view(), name="accessibility"),
    path("kalender/<str:token>.ics", OwnCalendar.as_view(), name="calendar"),
    path("mijn/kalender/", RenewCalendar.as_view(), name="renew_calendar"),
    path("mijn/actiepunten/", OwnPoints.as_view(), name="own_points"),
    path("privacy/", Privacy.as_view(), name="privacy"),
    path("", include("reports.platform_urls")),
    path("stijlgids/", StyleGuide.as_view(), name="style_guide"),
    path("taal/", ChooseLanguage.as_view(), name="set_language"),
]
