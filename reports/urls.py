from django.urls import path

from . import views

app_name = "reports"

urlpatterns = [
    path("groepssessies/<int:pk>/rapport/", views.SessionReport.as_view(), name="session_report"),
    path("groepssessies/<int:pk>/rapport/voortgang/", views.ReportProgress.as_view(), name="progress"),
    path("groepssessies/<int:pk>/rapport/pdf/", views.DownloadReport.as_view(), name="download"),
    path("rapport/<str:token>/", views.ReportLink.as_view(), name="report_link"),
]
