"""The pages of platform staff, outside every municipality."""

from django.urls import path

from .act_views import InviteAdministrator, Lift, Succeed, Suspend, WithdrawSuccession
from .removal_views import AskRemoval, Remove, WithdrawRemoval
from .staff_views import EndStaff, Staff
from .views import ChangeMunicipality, FoundMunicipality, Municipalities, MunicipalityDetail, OrderExport

app_name = "platform"

urlpatterns = [
    path("", Municipalities.as_view(), name="municipalities"),
    path("nieuw/", FoundMunicipality.as_view(), name="found"),
    path("medewerkers/", Staff.as_view(), name="staff"),
    path("medewerkers/<int:pk>/beeindigen/", EndStaff.as_view(), name="end_staff"),
    path("<int:pk>/", MunicipalityDetail.as_view(), name="municipality"),
    path("<int:pk>/wijzigen/", ChangeMunicipality.as_view(), name="change"),
    path("<int:pk>/beheerder/", InviteAdministrator.as_view(), name="invite_administrator"),
    path("<int:pk>/stilleggen/", Suspend.as_view(), name="suspend"),
    path("<int:pk>/hervatten/", Lift.as_view(), name="lift"),
    path("<int:pk>/opvolgen/", Succeed.as_view(), name="succeed"),
    path("<int:pk>/opvolgen/intrekken/", WithdrawSuccession.as_view(), name="withdraw_succession"),
    path("<int:pk>/export/", OrderExport.as_view(), name="order_export"),
    path("<int:pk>/verwijderen/", AskRemoval.as_view(), name="ask_removal"),
    path("<int:pk>/verwijderen/intrekken/", WithdrawRemoval.as_view(), name="withdraw_removal"),
    path("<int:pk>/verwijderen/bevestigen/", Remove.as_view(), name="remove"),
]
