"""Addresses of what goes out, below those of the agenda: files and the calendar."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from . import calendar_views, views


class FileType(StringConverter):
    """The kinds of file that hold the agenda."""

    regex = "csv|xlsx|json"


register_converter(FileType, "agenda_file")

urlpatterns = [
    path("meenemen/", views.TakeAlong.as_view(), name="take_along"),
    path("verbeteragenda.<agenda_file:sheet>", views.AgendaFile.as_view(), name="file"),
    path("kalender/<str:token>.ics", calendar_views.AgendaCalendar.as_view(), name="calendar"),
    path("kalender/vernieuwen/", calendar_views.RenewAgendaCalendar.as_view(), name="renew_calendar"),
]
