"""All addresses: the platform's own, and below `/<gemeente>/` those of each municipality."""

from django.urls import include, path

urlpatterns = [
    path("", include("vroegsignalering.platform_urls")),
    path("", include("vroegsignalering.sign_in_urls")),
    path("", include("vroegsignalering.own_sign_in_urls")),
    path("mijn/", include("vroegsignalering.account.urls")),
    path("", include("live.platform_urls")),
    path("<slug:gemeente>/", include("municipalities.urls")),
    path("<slug:gemeente>/", include("vroegsignalering.explained.urls")),
    path("<slug:gemeente>/", include("sessions.urls")),
    path("<slug:gemeente>/", include("live.urls")),
    path("<slug:gemeente>/", include("reports.urls")),
    path("<slug:gemeente>/verbeteragenda/", include("agenda.urls")),
]

handler400 = "vroegsignalering.error_pages.bad_request"
handler403 = "vroegsignalering.error_pages.forbidden"
handler404 = "vroegsignalering.error_pages.not_found"
handler500 = "vroegsignalering.error_pages.failed"
