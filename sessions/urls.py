"""The address book, the plan pages of group sessions, and where one accepts to lead; below `/<gemeente>/`."""

from django.urls import include, path

from common import file_kinds as file_kinds  # registers itself

from .views import (
    access,
    book,
    book_contacts,
    book_import,
    book_organisations,
    copying,
    facilitator_link,
    facilitators,
    invitations,
    listing,
    parties,
    people,
    plan,
    preparing,
    rehearsals,
    reply,
    seat_cards,
    steps,
)

app_name = "group_sessions"

organisation_patterns = [
    path("", book_organisations.OrganisationPage.as_view(), name="organisation"),
    path("wijzigen/", book_organisations.OrganisationEdit.as_view(), name="organisation_edit"),
    path("stoppen/", book_organisations.OrganisationEnd.as_view(), name="organisation_end"),
    path("terughalen/", book_organisations.OrganisationResume.as_view(), name="organisation_resume"),
    path("samenvoegen/", book_organisations.Merge.as_view(), name="organisation_merge"),
    path("losmaken/", book_organisations.Unmerge.as_view(), name="organisation_unmerge"),
    path("contact/nieuw/", book_contacts.ContactNew.as_view(), name="contact_new"),
]

book_patterns = [
    path("", book.OrganisationList.as_view(), name="organisations"),
    path("nieuw/", book_organisations.OrganisationNew.as_view(), name="organisation_new"),
    path("themas/", book.ShortLines.as_view(), name="short_lines"),
    path("adresboek.<spreadsheet:sheet>", book.BookFile.as_view(), name="book_file"),
    path("voorbeeld.<spreadsheet:sheet>", book.ExampleFile.as_view(), name="book_example"),
    path("inlezen/", book_import.ImportNew.as_view(), name="import_new"),
    path("inlezen/<int:import_pk>/", book_import.ImportPreview.as_view(), name="import_preview"),
    path("inlezen/<int:import_pk>/annuleren/", book_import.ImportCancel.as_view(), name="import_cancel"),
    path("contacten/<int:contact_pk>/wijzigen/", book_contacts.ContactEdit.as_view(), name="contact_edit"),
    path("contacten/<int:contact_pk>/stoppen/", book_contacts.ContactEnd.as_view(), name="contact_end"),
    path("contacten/<int:contact_pk>/verhuizen/", book_contacts.ContactMove.as_view(), name="contact_move"),
    path("personen/<int:contact_person_pk>/", book_contacts.PersonPage.as_view(), name="contact_person"),
    path("<int:organisation_pk>/", include(organisation_patterns)),
]

party_patterns = [
    path("", parties.PartyList.as_view(), name="parties"),
    path("bekend/", parties.AddKnown.as_view(), name="party_add_known"),
    path("<int:party_pk>/wijzigen/", parties.Rename.as_view(), name="party_edit"),
    path("<int:party_pk>/verwijderen/", parties.Remove.as_view(), name="party_remove"),
    path("<int:party_pk>/afwezig/", parties.MarkAbsent.as_view(), name="party_absent"),
    path("<int:party_pk>/aanwezig/", parties.MarkPresent.as_view(), name="party_present"),
    path("<int:party_pk>/gebeld/", preparing.NoteCall.as_view(), name="party_called"),
    path("<int:party_pk>/mandaat/", preparing.NoteMandate.as_view(), name="party_mandate"),
    path("<int:party_pk>/deelnemers/nieuw/", people.Add.as_view(), name="person_new"),
]

session_patterns = [
    path("", plan.Detail.as_view(), name="detail"),
    path("wijzigen/", plan.Edit.as_view(), name="edit"),
    path("nog-een-keer/", copying.Copy.as_view(), name="copy"),
    path("voorbereiding/<slug:task>/", preparing.Tick.as_view(), name="tick"),
    path("oefenen/", rehearsals.RehearseSession.as_view(), name="rehearse"),
    path("oefening-verwijderen/", rehearsals.RemoveRehearsal.as_view(), name="rehearsal_remove"),
    path("openen/", steps.OpenDoors.as_view(), name="open"),
    path("afzeggen/", steps.Cancel.as_view(), name="cancel"),
    path("archiveren/", steps.Archive.as_view(), name="archive"),
    path("partijen/", include(party_patterns)),
    path("deelnemers/<int:person_pk>/wijzigen/", people.Change.as_view(), name="person_edit"),
    path("deelnemers/<int:person_pk>/verwijderen/", people.Withdraw.as_view(), name="person_remove"),
    path("deelnemers/<int:person_pk>/opnieuw/", invitations.AgainToPerson.as_view(), name="invite_again"),
    path("deelnemers/<int:person_pk>/antwoord/", invitations.NoteReply.as_view(), name="note_reply"),
    path("uitnodigingen/", invitations.Invitations.as_view(), name="invitations"),
    path("uitnodigingen/herinneren/", invitations.Remind.as_view(), name="remind"),
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
    path("adresboek/", include(book_patterns)),
    path("groepssessies/", listing.SessionList.as_view(), name="list"),
    path("groepssessies/nieuw/", plan.New.as_view(), name="new"),
    path("groepssessies/oefenen/", rehearsals.Rehearse.as_view(), name="rehearse_any"),
    path("groepssessies/<int:pk>/", include(session_patterns)),
    path("uitnodiging-sessie/<str:token>/", reply.ReplyPage.as_view(), name="reply"),
    path("uitnodiging-sessie/<str:token>/agenda.ics", reply.ReplyCalendar.as_view(), name="reply_calendar"),
    path("gespreksleider/<str:token>/", facilitator_link.FacilitatorLink.as_view(), name="facilitator_link"),
]
