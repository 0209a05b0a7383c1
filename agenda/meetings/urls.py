"""Addresses of follow-up meetings, below those of the agenda."""

from django.urls import path

from . import new_point_views, views

MEETING = "overleg/<int:session>/"

urlpatterns = [
    path("overleg/", views.Meetings.as_view(), name="meetings"),
    path("overleg/ritme/", views.ChooseRhythm.as_view(), name="rhythm"),
    path(MEETING, views.MeetingPage.as_view(), name="meeting"),
    path(f"{MEETING}nieuw/", new_point_views.NewPoint.as_view(), name="meeting_new"),
    path(f"{MEETING}afsluiten/", views.EndMeeting.as_view(), name="end_meeting"),
    path(f"{MEETING}punt/<int:pk>/", views.MeetingPoint.as_view(), name="meeting_point"),
]
