"""Addresses of lists that come in, below those of the agenda."""

from django.urls import path, register_converter

from . import views


class SheetType:
    """The two kinds of spreadsheets."""

    regex = "csv|xlsx"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(SheetType, "list_sheet")

urlpatterns = [
    path("inlezen/", views.ImportNew.as_view(), name="import_new"),
    path("inlezen/voorbeeld.<list_sheet:sheet>", views.ExampleFile.as_view(), name="import_example"),
    path("inlezen/<int:import_pk>/", views.ImportPreview.as_view(), name="import_preview"),
    path("inlezen/<int:import_pk>/namen/", views.ImportChoose.as_view(), name="import_choose"),
    path("inlezen/<int:import_pk>/annuleren/", views.ImportCancel.as_view(), name="import_cancel"),
]
