"""The settings of a municipality, below `/<gemeente>/`."""

from django.urls import path

from .views import DownloadExport, Export, ExportProgress, Settings

urlpatterns = [
    path("instellingen/", Settings.as_view(), name="settings"),
    path("instellingen/export/", Export.as_view(), name="export"),
    path("instellingen/export/voortgang/", ExportProgress.as_view(), name="export_progress"),
    path("instellingen/export/<int:pk>.zip", DownloadExport.as_view(), name="download_export"),
]
