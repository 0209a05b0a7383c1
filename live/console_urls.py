"""Addresses of the facilitator's console."""

from django.urls import URLPattern, path

from live import (
    console_access,
    console_actions,
    console_choices,
    console_closing,
    console_notes,
    console_paper,
    console_table,
    console_views,
    hand_over_views,
)

BASE = "groepssessies/<int:pk>/leiden/"

urlpatterns: list[URLPattern] = [
    path(BASE, console_views.Console.as_view(), name="console"),
    path(f"{BASE}nu/", console_views.ConsoleNow.as_view(), name="console_now"),
    path(f"{BASE}deuren-openen/", console_views.OpenDoors.as_view(), name="console_open"),
    path(f"{BASE}beginnen/", console_views.Start.as_view(), name="console_start"),
    path(f"{BASE}thema/<int:theme>/", console_views.ShowTheme.as_view(), name="console_show_theme"),
    path(
        f"{BASE}thema/<int:theme>/antwoorden/",
        console_views.StartAnswering.as_view(),
        name="console_start_answering",
    ),
    path(f"{BASE}thema/<int:theme>/tonen/", console_views.RevealTheme.as_view(), name="console_reveal"),
    path(f"{BASE}thema/<int:theme>/tijd/", console_choices.SetTimer.as_view(), name="console_timer"),
    path(f"{BASE}thema/<int:theme>/namen/", console_choices.ChooseNames.as_view(), name="console_names"),
    path(f"{BASE}thema/<int:theme>/papier/", console_paper.Paper.as_view(), name="console_paper"),
    path(f"{BASE}thema/<int:theme>/notitie/", console_notes.NoteView.as_view(), name="console_theme_note"),
    path(f"{BASE}notitie/", console_notes.NoteView.as_view(), name="console_note"),
    path(f"{BASE}overdragen/", hand_over_views.HandOver.as_view(), name="console_hand_over"),
    path("groepssessies/overnemen/", hand_over_views.TakeOver.as_view(), name="take_over"),
    path(f"{BASE}thema/<int:theme>/heropenen/", console_views.ReopenTheme.as_view(), name="console_reopen"),
    path(
        f"{BASE}stelling/<int:statement>/",
        console_views.ShowStatement.as_view(),
        name="console_show_statement",
    ),
    path(f"{BASE}scherm/", console_views.BlankScreen.as_view(), name="console_blank"),
    path(f"{BASE}scherm/kleur/", console_views.DarkenScreen.as_view(), name="console_darken"),
    path(f"{BASE}scherm/link/", console_access.RenewScreen.as_view(), name="console_renew_screen"),
    path(f"{BASE}code/", console_access.RenewCode.as_view(), name="console_renew_code"),
    path(f"{BASE}pauze/", console_views.Pause.as_view(), name="console_pause"),
    path(f"{BASE}hervatten/", console_views.Resume.as_view(), name="console_resume"),
    path(f"{BASE}afspraken/", console_views.WrapUp.as_view(), name="console_wrap_up"),
    path(f"{BASE}sluiten/", console_closing.CloseSession.as_view(), name="console_close"),
    path(f"{BASE}partij/", console_table.AddParty.as_view(), name="console_add_party"),
    path(f"{BASE}partij/<int:party>/", console_table.PartyWayIn.as_view(), name="console_party"),
    path(f"{BASE}partij/<int:party>/afwezig/", console_table.MarkAbsent.as_view(), name="console_absent"),
    path(
        f"{BASE}deelnemer/<int:person>/weg/",
        console_table.RemovePerson.as_view(),
        name="console_remove_person",
    ),
    path(f"{BASE}actiepunt/", console_actions.ProposeAction.as_view(), name="console_propose"),
    path(
        f"{BASE}actiepunt/<int:action>/",
        console_actions.ChangeAction.as_view(),
        name="console_change_action",
    ),
    path(f"{BASE}actiepunt/<int:action>/ja/", console_actions.AcceptAction.as_view(), name="console_accept"),
    path(
        f"{BASE}actiepunt/<int:action>/belangrijk/",
        console_actions.MarkAction.as_view(),
        name="console_mark",
    ),
]
