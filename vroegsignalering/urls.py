"""All addresses: the platform's own, and below `/<gemeente>/` those of each municipality."""

from django.urls import include, path

urlpatterns = [
    path("", include("vroegsignalering.platform_urls")),
    path("account/", include("allauth.account.urls")),
    path("", include("live.platform_urls")),
    path("<slug:gemeente>/", include("municipalities.urls")),
    path("<slug:gemeente>/", include("sessions.urls")),
    path("<slug:gemeente>/", include("live.urls")),
    path("<slug:gemeente>/", include("reports.urls")),
    path("<slug:gemeente>/verbeteragenda/", include("agenda.urls")),
]
