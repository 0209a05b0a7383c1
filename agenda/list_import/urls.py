"""Addresses of lists that come in, below those of the agenda."""

from django.urls import path

from common import file_kinds as file_kinds  # registers itself

from . import views

urlpatterns = [
    path("inlezen/", views.ImportNew.as_view(), name="import_new"),
    path("inlezen/voorbeeld.<spreadsheet:sheet>", views.ExampleFile.as_view(), name="import_example"),
    path("inlezen/<int:import_pk>/", views.ImportPreview.as_view(), name="import_preview"),
    path("inlezen/<int:import_pk>/namen/", views.ImportChoose.as_view(), name="import_choose"),
    path("inlezen/<int:import_pk>/annuleren/", views.ImportCancel.as_view(), name="import_cancel"),
]
