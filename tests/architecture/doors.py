"""The table: every address × every role. An address that is not here turns the suite red.

`in` is let in, `403` a member without the right, `404` a stranger, `sign in` is sent to the sign-in page.
"""

from dataclasses import dataclass

Column = dict[str, str]

MEMBERS = ("coordinator", "manager", "reader", "administrator", "protection_officer")


def members(*let_in: str, facilitator: str = "404", participant: str = "sign in") -> Column:
    """Return the column of a page for some of the members."""
    return {
        "anonymous": "sign in",
        **{role: "in" if role in let_in else "403" for role in MEMBERS},
        "facilitator": facilitator,
        "staff": "404",
        "participant": participant,
        "foreign coordinator": "404",
        "foreign facilitator": "404",
        "foreign participant": "sign in",
    }


def everybody(answer: str, **others: str) -> Column:
    roles = ["anonymous", *MEMBERS, "facilitator", "staff", "participant"]
    foreign = ["foreign coordinator", "foreign facilitator", "foreign participant"]
    return {**dict.fromkeys([*roles, *foreign], answer), **others}


PLAN = members("coordinator")
DRESS = members("administrator")
BOOK = members("administrator", "coordinator")
READ_LOG = members("administrator", "protection_officer")
GUARD = members("administrator", "protection_officer")
READ_SESSIONS = members("coordinator", "manager", "reader", "administrator")
READ_AGENDA = members("coordinator", "manager", "reader")
CHANGE_AGENDA = members("coordinator", "manager")
LEAD = members(facilitator="in")
READ_REPORT = members("coordinator", "manager", facilitator="in", participant="in")
RUN_PLATFORM = everybody(
    "404",
    **{"anonymous": "sign in", "staff": "in", "participant": "sign in", "foreign participant": "sign in"},
)
SEAT = everybody("404", participant="in")
PUBLIC = everybody("in")
NOWHERE = everybody("404")
"""The pages of the demo, on every installation that is none."""
NOBODY = ("anonymous", "participant", "foreign participant")
"""Who did not sign in."""
SIGNED_IN = everybody("in", **dict.fromkeys(NOBODY, "sign in"))
OF_ANOTHER = everybody("404", **dict.fromkeys(NOBODY, "sign in"))
"""What is one's own, such as a passkey, under the number of one that is not."""


@dataclass(frozen=True)
class Door:
    """Who gets in by which methods; HEAD goes where GET goes, every other method is answered with 405."""

    column: Column
    methods: str = "GET"
    by_token: bool = False


DOORS: dict[str, Door] = {
    "home": Door(PUBLIC),
    "health": Door(PUBLIC),
    "offline": Door(PUBLIC),
    "offline_worker": Door(PUBLIC),
    "accessibility": Door(PUBLIC),
    "set_language": Door(PUBLIC, "POST"),
    "how_it_works": Door(PUBLIC),
    "how_it_works_role": Door(PUBLIC),
    "glossary": Door(PUBLIC),
    "tour_seen": Door(PUBLIC, "POST"),
    "explained:how_it_works": Door(PUBLIC),
    "explained:how_it_works_role": Door(PUBLIC),
    "explained:glossary": Door(PUBLIC),
    "calendar": Door(PUBLIC),
    "renew_calendar": Door(SIGNED_IN, "GET POST"),
    "live_platform:join_code": Door(PUBLIC, "GET POST"),
    "live_platform:ask_screen_code": Door(PUBLIC, "GET POST"),
    "live_platform:waiting_screen": Door(PUBLIC),
    "live_platform:waiting_screen_stand": Door(PUBLIC),
    "account": Door(SIGNED_IN, "GET POST"),
    "end_other_sign_ins": Door(SIGNED_IN, "POST"),
    "end_sign_in": Door(OF_ANOTHER, "POST"),
    "second_factor": Door(SIGNED_IN, "GET POST"),
    "new_app": Door(SIGNED_IN, "GET POST"),
    "remove_app": Door(OF_ANOTHER, "GET POST"),
    "recovery_codes": Door(OF_ANOTHER, "GET POST"),
    "new_passkey": Door(SIGNED_IN, "GET POST"),
    "new_passkey_question": Door(SIGNED_IN),
    "rename_passkey": Door(OF_ANOTHER, "GET POST"),
    "remove_passkey": Door(OF_ANOTHER, "GET POST"),
    "passkey_sign_in": Door(PUBLIC, "GET POST"),
    "account_reauthenticate": Door(SIGNED_IN, "GET POST"),
    "reset_by_staff": Door(RUN_PLATFORM, "GET POST"),
    "municipalities:reset_second_factor": Door(DRESS, "GET POST"),
    "platform:municipalities": Door(RUN_PLATFORM),
    "platform:found": Door(RUN_PLATFORM, "GET POST"),
    "platform:staff": Door(RUN_PLATFORM, "GET POST"),
    "platform:end_staff": Door(RUN_PLATFORM, "GET POST"),
    "platform:municipality": Door(RUN_PLATFORM),
    "platform:change": Door(RUN_PLATFORM, "GET POST"),
    "platform:invite_administrator": Door(RUN_PLATFORM, "GET POST"),
    "platform:suspend": Door(RUN_PLATFORM, "GET POST"),
    "platform:lift": Door(RUN_PLATFORM, "GET POST"),
    "platform:succeed": Door(RUN_PLATFORM, "GET POST"),
    "platform:withdraw_succession": Door(RUN_PLATFORM, "GET POST"),
    "platform:order_export": Door(RUN_PLATFORM, "POST"),
    "platform:ask_removal": Door(RUN_PLATFORM, "GET POST"),
    "platform:withdraw_removal": Door(RUN_PLATFORM, "GET POST"),
    "platform:remove": Door(RUN_PLATFORM, "GET POST"),
    "municipalities:settings": Door(DRESS, "GET POST"),
    "municipalities:export": Door(DRESS, "GET POST"),
    "municipalities:export_progress": Door(DRESS),
    "municipalities:download_export": Door(DRESS),
    "municipalities:start": Door(members(*MEMBERS)),
    "municipalities:manage": Door(members(*MEMBERS)),
    "municipalities:members": Door(DRESS),
    "municipalities:invite_member": Door(DRESS, "GET POST"),
    "municipalities:renew_invitation": Door(DRESS, "POST"),
    "municipalities:revoke_invitation": Door(DRESS, "GET POST"),
    "municipalities:membership": Door(DRESS, "GET POST"),
    "municipalities:end_membership": Door(DRESS, "GET POST"),
    "municipalities:invitation": Door(PUBLIC, "GET POST", by_token=True),
    "privacy": Door(PUBLIC),
    "own_data": Door(SIGNED_IN),
    "take_own_data": Door(SIGNED_IN, "POST"),
    "erase_own_data": Door(SIGNED_IN, "GET POST"),
    "municipalities:privacy": Door(PUBLIC),
    "municipalities:retention": Door(GUARD),
    "municipalities:retention_term": Door(GUARD, "GET POST"),
    "municipalities:place_hold": Door(GUARD, "GET POST"),
    "municipalities:lift_hold": Door(GUARD, "GET POST"),
    "reports:people": Door(GUARD, "GET POST"),
    "reports:person_file": Door(GUARD, "POST"),
    "reports:erase_person": Door(GUARD, "POST"),
    "municipalities:log": Door(READ_LOG),
    "municipalities:log_export": Door(READ_LOG),
    "own_sign_in": Door(PUBLIC, "GET POST"),
    "own_sign_in_back": Door(PUBLIC),
    "municipalities:front_door": Door(SIGNED_IN),
    "municipalities:identity": Door(DRESS, "GET POST"),
    "municipalities:try_identity": Door(DRESS, "POST"),
    "municipalities:identity_on": Door(DRESS, "GET POST"),
    "municipalities:identity_off": Door(DRESS, "GET POST"),
    "municipalities:house_style": Door(DRESS, "GET POST"),
    "municipalities:preview": Door(DRESS),
    "municipalities:preview_sheet": Door(DRESS),
    "municipalities:undo_house_style": Door(DRESS, "POST"),
    "municipalities:neutral_style": Door(DRESS, "GET POST"),
    "municipalities:stylesheet": Door(PUBLIC),
    "municipalities:icon": Door(PUBLIC),
    "municipalities:logo": Door(PUBLIC),
    "group_sessions:organisations": Door(BOOK),
    "group_sessions:organisation_new": Door(BOOK, "GET POST"),
    "group_sessions:short_lines": Door(BOOK),
    "group_sessions:book_file": Door(BOOK),
    "group_sessions:book_example": Door(BOOK),
    "group_sessions:import_new": Door(BOOK, "GET POST"),
    "group_sessions:import_preview": Door(BOOK, "GET POST"),
    "group_sessions:import_cancel": Door(BOOK, "POST"),
    "group_sessions:contact_edit": Door(BOOK, "GET POST"),
    "group_sessions:contact_end": Door(BOOK, "GET POST"),
    "group_sessions:contact_move": Door(BOOK, "GET POST"),
    "group_sessions:contact_person": Door(BOOK),
    "group_sessions:organisation": Door(BOOK),
    "group_sessions:organisation_edit": Door(BOOK, "GET POST"),
    "group_sessions:organisation_end": Door(BOOK, "GET POST"),
    "group_sessions:organisation_resume": Door(BOOK, "POST"),
    "group_sessions:organisation_merge": Door(BOOK, "GET POST"),
    "group_sessions:organisation_unmerge": Door(BOOK, "GET POST"),
    "group_sessions:contact_new": Door(BOOK, "GET POST"),
    "group_sessions:list": Door(READ_SESSIONS),
    "group_sessions:detail": Door(READ_SESSIONS),
    "group_sessions:new": Door(PLAN, "GET POST"),
    "group_sessions:edit": Door(PLAN, "GET POST"),
    "group_sessions:copy": Door(PLAN, "GET POST"),
    "group_sessions:tick": Door(PLAN, "POST"),
    "group_sessions:open": Door(PLAN, "POST"),
    "group_sessions:cancel": Door(PLAN, "GET POST"),
    "group_sessions:archive": Door(PLAN, "GET POST"),
    "group_sessions:parties": Door(PLAN, "GET POST"),
    "group_sessions:party_add_known": Door(PLAN, "POST"),
    "group_sessions:party_edit": Door(PLAN, "GET POST"),
    "group_sessions:party_remove": Door(PLAN, "GET POST"),
    "group_sessions:party_absent": Door(PLAN, "POST"),
    "group_sessions:party_present": Door(PLAN, "POST"),
    "group_sessions:party_called": Door(PLAN, "POST"),
    "group_sessions:party_mandate": Door(PLAN, "POST"),
    "group_sessions:person_new": Door(PLAN, "GET POST"),
    "group_sessions:person_edit": Door(PLAN, "GET POST"),
    "group_sessions:person_remove": Door(PLAN, "GET POST"),
    "group_sessions:invite_again": Door(PLAN, "POST"),
    "group_sessions:note_reply": Door(PLAN, "POST"),
    "group_sessions:invitations": Door(PLAN, "GET POST"),
    "group_sessions:remind": Door(PLAN, "GET POST"),
    "group_sessions:facilitators": Door(PLAN, "GET POST"),
    "group_sessions:facilitator_again": Door(PLAN, "POST"),
    "group_sessions:facilitator_end": Door(PLAN, "GET POST"),
    "group_sessions:seat_cards": Door(PLAN),
    "group_sessions:rehearse": Door(PLAN, "GET POST"),
    "group_sessions:rehearse_any": Door(PLAN, "GET POST"),
    "group_sessions:rehearsal_remove": Door(PLAN, "GET POST"),
    "group_sessions:access": Door(PLAN),
    "group_sessions:renew_code": Door(PLAN, "GET POST"),
    "group_sessions:renew_screen": Door(PLAN, "GET POST"),
    "group_sessions:renew_cards": Door(PLAN, "GET POST"),
    "group_sessions:renew_card": Door(PLAN, "GET POST"),
    "group_sessions:reply": Door(PUBLIC, "GET POST", by_token=True),
    "group_sessions:reply_calendar": Door(PUBLIC, by_token=True),
    "group_sessions:facilitator_link": Door(PUBLIC, "GET POST", by_token=True),
    "live:session_stand": Door(READ_SESSIONS),
    "live:join_by_code": Door(PUBLIC, "GET POST", by_token=True),
    "live:join_link": Door(PUBLIC, "GET POST", by_token=True),
    "live:seat": Door(SEAT),
    "live:seat_now": Door(SEAT),
    "live:seat_stand": Door(SEAT),
    "live:overview": Door(SEAT),
    "live:own_answers": Door(SEAT),
    "live:statements": Door(SEAT),
    "live:hats": Door(SEAT, "GET POST"),
    "live:notice": Door(SEAT, "GET POST"),
    "live:statement": Door(SEAT, "GET POST"),
    "live:accept_action": Door(SEAT, "POST"),
    "live:hand_back_action": Door(SEAT, "POST"),
    "live:give_feedback": Door(SEAT, "POST"),
    "live:console": Door(LEAD),
    "live:console_now": Door(LEAD),
    "live:console_stand": Door(LEAD),
    "live:console_open": Door(LEAD, "POST"),
    "live:console_start": Door(LEAD, "POST"),
    "live:console_show_theme": Door(LEAD, "POST"),
    "live:console_start_answering": Door(LEAD, "POST"),
    "live:console_reveal": Door(LEAD, "POST"),
    "live:console_reopen": Door(LEAD, "POST"),
    "live:console_show_statement": Door(LEAD, "POST"),
    "live:console_blank": Door(LEAD, "POST"),
    "live:console_darken": Door(LEAD, "POST"),
    "live:console_show_overview": Door(LEAD, "POST"),
    "live:console_give_screen": Door(LEAD, "POST"),
    "live:console_renew_code": Door(LEAD, "GET POST"),
    "live:console_renew_screen": Door(LEAD, "GET POST"),
    "live:console_pause": Door(LEAD, "POST"),
    "live:console_resume": Door(LEAD, "POST"),
    "live:console_wrap_up": Door(LEAD, "POST"),
    "live:console_close": Door(LEAD, "GET POST"),
    "live:console_add_party": Door(LEAD, "GET POST"),
    "live:console_party": Door(LEAD),
    "live:console_absent": Door(LEAD, "POST"),
    "live:console_timer": Door(LEAD, "POST"),
    "live:console_names": Door(LEAD, "POST"),
    "live:console_paper": Door(LEAD, "GET POST"),
    "live:console_note": Door(LEAD, "GET POST"),
    "live:console_theme_note": Door(LEAD, "GET POST"),
    "live:console_hand_over": Door(LEAD, "GET POST"),
    "live:take_over": Door(SIGNED_IN, "GET POST"),
    "live:console_remove_person": Door(LEAD, "GET POST"),
    "live:console_propose": Door(LEAD, "POST"),
    "live:console_change_action": Door(LEAD, "GET POST"),
    "live:console_accept": Door(LEAD, "POST"),
    "live:console_mark": Door(LEAD, "POST"),
    "live:console_complete": Door(LEAD, "POST"),
    "live:console_use_twin": Door(LEAD, "POST"),
    "live:console_owners": Door(LEAD),
    "live:console_talk_order": Door(LEAD, "POST"),
    "live:console_openers": Door(LEAD, "POST"),
    "live:screen": Door(PUBLIC, by_token=True),
    "live:screen_now": Door(PUBLIC, by_token=True),
    "live:screen_stand": Door(PUBLIC, by_token=True),
    "agenda:list": Door(READ_AGENDA),
    "agenda:advice": Door(READ_AGENDA),
    "agenda:reply": Door(PUBLIC, "GET POST"),
    "agenda:detail": Door(READ_AGENDA),
    "agenda:report": Door(CHANGE_AGENDA, "POST"),
    "agenda:status": Door(CHANGE_AGENDA, "POST"),
    "agenda:deadline": Door(CHANGE_AGENDA, "POST"),
    "agenda:owner": Door(CHANGE_AGENDA, "POST"),
    "agenda:wording": Door(CHANGE_AGENDA, "POST"),
    "style_guide": Door(NOWHERE),
    "demo": Door(NOWHERE),
    "demo_sign_in": Door(NOWHERE, "POST"),
    "demo_mails": Door(NOWHERE),
    "demo_mail": Door(NOWHERE),
    "demo_mail_body": Door(NOWHERE),
    "reports:session_report": Door(READ_REPORT),
    "reports:progress": Door(READ_REPORT),
    "reports:download": Door(READ_REPORT),
    "reports:kit": Door(PLAN, "GET POST"),
    "reports:kit_progress": Door(PLAN),
    "reports:kit_download": Door(PLAN),
    "reports:report_link": Door(PUBLIC, "GET POST", by_token=True),
}

NOT_OURS = {
    "account_login": "allauth",
    "account_request_login_code": "allauth",
    "account_confirm_login_code": "allauth",
    "mfa_authenticate": "allauth; on the way in, for who has an app",
    "account_inactive": "allauth",
    "account_logout": "allauth",
    "account_signup": "allauth; closed",
}
