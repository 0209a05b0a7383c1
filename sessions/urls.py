"""The plan pages of group sessions, and the page where a facilitator accepts; below `/<gemeente>/`."""

from django.urls import include, path

from .views import (
    access,
    facilitator_link,
    facilitators,
    invitations,
    listing,
    parties,
    people,
    plan,
    seat_cards,
    steps,
)

app_name = "group_sessions"

party_patterns = [
    path("", parties.PartyList.as_view(), name="parties"),
    path("bekend/", parties.AddKnown.as_view(), name="party_add_known"),
    path("<int:party_pk>/wijzigen/", parties.Rename.as_view(), name="party_edit"),
    path("<int:party_pk>/verwijderen/", parties.Remove.as_view(), name="party_remove"),
    path("<int:party_pk>/afwezig/", parties.MarkAbsent.as_view(), name="party_absent"),
    path("<int:party_pk>/aanwezig/", parties.MarkPresent.as_view(), name="party_present"),
    path("<int:party_pk>/deelnemers/nieuw/", people.Add.as_view(), name="person_new"),
]

session_patterns = [
    path("", plan.Detail.as_view(), name="detail"),
    path("wijzigen/", plan.Edit.as_view(), name="edit"),
    path("openen/", steps.OpenDoors.as_view(), name="open"),
    path("afzeggen/", steps.Cancel.as_view(), name="cancel"),
    path("archiveren/", steps.Archive.as_view(), name="archive"),
    path("partijen/", include(party_patterns)),
    path("deelnemers/<int:person_pk>/wijzigen/", people.Change.as_view(), name="person_edit"),
    path("deelnemers/<int:person_pk>/verwijderen/", people.Withdraw.as_view(), name="person_remove"),
    path("deelnemers/<int:person_pk>/opnieuw/", invitations.AgainToPerson.as_view(), name="invite_again"),
    path("uitnodigingen/", invitations.Invitations.as_view(), name="invitations"),
    path("gespreksleiders/", facilitators.Facilitators.as_view(), name="facilitators"),
    path(
        "gespreksleiders/<int:facilitator_pk>/opnieuw/",
        invitations.AgainToFacilitator.as_view(),
        name="facilitator_again",
    ),
    path("gespreksleiders/<int:facilitator_pk>/stoppen/", facilitators.End.as_view(), name="facilitator_end"),
    path("toegang/", access.Access.as_view(), name="access"),
    path("toegang/code/", access.RenewCode.as_view(), name="renew_code"),
    path("toegang/scherm/", access.RenewScreen.as_view(), name="renew_screen"),
    path("toegang/naamkaarten/", access.RenewCards.as_view(), name="renew_cards"),
    path("toegang/naamkaarten/<int:party_pk>/", access.RenewCard.as_view(), name="renew_card"),
    path("naamkaarten/", seat_cards.SeatCards.as_view(), name="seat_cards"),
]

urlpatterns = [
    path("groepssessies/", listing.SessionList.as_view(), name="list"),
    path("groepssessies/nieuw/", plan.New.as_view(), name="new"),
    path("groepssessies/<int:pk>/", include(session_patterns)),
    path("gespreksleider/<str:token>/", facilitator_link.FacilitatorLink.as_view(), name="facilitator_link"),
]
