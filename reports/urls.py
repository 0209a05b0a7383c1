from django.urls import path

from . import agenda_views, kit_views, person_views, views

app_name = "reports"

urlpatterns = [
    path("groepssessies/<int:pk>/rapport/", views.SessionReport.as_view(), name="session_report"),
    path("groepssessies/<int:pk>/rapport/voortgang/", views.ReportProgress.as_view(), name="progress"),
    path("groepssessies/<int:pk>/rapport/pdf/", views.DownloadReport.as_view(), name="download"),
    path("groepssessies/<int:pk>/drukwerk/", kit_views.Kit.as_view(), name="kit"),
    path("groepssessies/<int:pk>/drukwerk/voortgang/", kit_views.KitProgress.as_view(), name="kit_progress"),
    path("groepssessies/<int:pk>/drukwerk/pdf/", kit_views.DownloadKit.as_view(), name="kit_download"),
    path("verbeteragenda/verbeteragenda.pdf", agenda_views.AgendaDocument.as_view(), name="agenda_pdf"),
    path("privacy/personen/", person_views.People.as_view(), name="people"),
    path("privacy/personen/bestand/", person_views.TakePersonFile.as_view(), name="person_file"),
    path("privacy/personen/wissen/", person_views.ErasePerson.as_view(), name="erase_person"),
    path("rapport/<str:token>/", views.ReportLink.as_view(), name="report_link"),
]
