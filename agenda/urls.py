"""Addresses of the improvement agenda, below `/<gemeente>/verbeteragenda/`."""

from django.urls import include, path

from .activity import views as activity_views
from .looking import advice_views, board_views, filter_views, list_views
from .owners import reply_views
from .points import describing_views, views
from .reminding import involving_views, quiet_views
from .several import views as bulk_views

app_name = "agenda"

urlpatterns = [
    path("", list_views.AgendaList.as_view(), name="list"),
    path("activiteit/", activity_views.ActivityPage.as_view(), name="activity"),
    path("voor-de-wethouder/", activity_views.ForTheBoard.as_view(), name="for_the_board"),
    path("meerdere/", bulk_views.ChangeSeveral.as_view(), name="bulk"),
    path("keuzes/", filter_views.SaveFilter.as_view(), name="save_filter"),
    path("keuzes/<int:pk>/weg/", filter_views.RemoveFilter.as_view(), name="remove_filter"),
    path("", include("agenda.agreeing.urls")),
    path("", include("agenda.meetings.urls")),
    path("", include("agenda.export.urls")),
    path("", include("agenda.list_import.urls")),
    path("stille-perioden/", quiet_views.QuietPeriods.as_view(), name="quiet"),
    path("stille-perioden/<int:period>/weg/", quiet_views.RemoveQuietPeriod.as_view(), name="remove_quiet"),
    path("praktijkadvies/", advice_views.PracticeAdvice.as_view(), name="advice"),
    path("antwoord/<str:token>/", reply_views.OwnersReply.as_view(), name="reply"),
    path("<int:pk>/", views.ActionPage.as_view(), name="detail"),
    path("<int:pk>/verplaatsen/", board_views.MovePoint.as_view(), name="move"),
    path("<int:pk>/bericht/", views.ReportProgress.as_view(), name="report"),
    path("<int:pk>/status/", views.ChangeStatus.as_view(), name="status"),
    path("<int:pk>/datum/", views.ChangeDeadline.as_view(), name="deadline"),
    path("<int:pk>/contactpersoon/", involving_views.InvolveContact.as_view(), name="involve"),
    path("<int:pk>/trekker/", views.ChangeOwner.as_view(), name="owner"),
    path("<int:pk>/tekst/", views.ChangeWording.as_view(), name="wording"),
    path("<int:pk>/besluit/", views.ChangeDecision.as_view(), name="decision"),
    path("<int:pk>/hulp/", describing_views.ChangeHelpers.as_view(), name="helpers"),
    path("<int:pk>/volgende-stap/", describing_views.ChangeNextStep.as_view(), name="next_step"),
    path("<int:pk>/inwoner/", describing_views.ChangeEffect.as_view(), name="effect"),
    path("<int:pk>/links/", describing_views.ChangeLinks.as_view(), name="links"),
    path("<int:pk>/belangrijk/", describing_views.ChangePriority.as_view(), name="priority"),
    path("<int:pk>/samenvoegen/", describing_views.MergePage.as_view(), name="merge"),
]
