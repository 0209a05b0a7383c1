"""Where the agenda goes out and lists come in: files, the calendar, and reading in."""

from django.urls import path, register_converter

from . import calendar_views, export_views, import_views


class FileType:
    """The kinds of file that hold the agenda."""

    regex = "csv|xlsx|json"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class SheetType(FileType):
    """The two kinds of spreadsheets."""

    regex = "csv|xlsx"


register_converter(FileType, "agenda_file")
register_converter(SheetType, "list_sheet")

urlpatterns = [
    path("meenemen/", export_views.TakeAlong.as_view(), name="take_along"),
    path("verbeteragenda.<agenda_file:sheet>", export_views.AgendaFile.as_view(), name="file"),
    path("kalender/<str:token>.ics", calendar_views.AgendaCalendar.as_view(), name="calendar"),
    path("kalender/vernieuwen/", calendar_views.RenewAgendaCalendar.as_view(), name="renew_calendar"),
    path("inlezen/", import_views.ImportNew.as_view(), name="import_new"),
    path("inlezen/voorbeeld.<list_sheet:sheet>", import_views.ExampleFile.as_view(), name="import_example"),
    path("inlezen/<int:import_pk>/", import_views.ImportPreview.as_view(), name="import_preview"),
    path("inlezen/<int:import_pk>/namen/", import_views.ImportChoose.as_view(), name="import_choose"),
    path("inlezen/<int:import_pk>/annuleren/", import_views.ImportCancel.as_view(), name="import_cancel"),
]
