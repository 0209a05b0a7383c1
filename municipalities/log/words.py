"""The words of the log: what each recorded action did, as the rest of a sentence that begins with who did it.

An action that is recorded somewhere and has no words here turns `tests/audit/test_words.py` red.
Words of what is no longer recorded stay: older rows still speak of it.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from ..permissions import Permission

WORDS = {
    # Municipality and people
    "found municipality": _("founded the municipality"),
    "change municipality": _("changed what the platform knows of the municipality"),
    "change settings": _("changed the settings of the municipality"),
    "suspend municipality": _("suspended the municipality"),
    "lift suspension": _("lifted the suspension of the municipality"),
    "plan succession": _("planned that a municipality goes on as another"),
    "withdraw succession": _("withdrew that a municipality goes on as another"),
    "carry out succession": _("let a municipality go on as another"),
    "order export": _("had the file with everything made"),
    "ask removal": _("asked to remove the municipality"),
    "withdraw removal": _("withdrew the removal of the municipality"),
    "remove municipality": _("removed the municipality"),
    "appoint member": _("appointed a member"),
    "invite member": _("invited somebody for a role"),
    "renew invitation": _("sent an invitation for a role again"),
    "revoke invitation": _("withdrew an invitation for a role"),
    "open invitation": _("opened an invitation for a role"),
    "accept invitation": _("accepted an invitation for a role"),
    "refuse invitation": _("pressed on an invitation for a role that was not for them, or over"),
    "change membership": _("changed the role or the period of a member"),
    "end membership": _("ended the role of a member"),
    "change own sign-in": _("changed the sign-in with accounts of the municipality"),
    "switch own sign-in on": _("switched on the sign-in with accounts of the municipality"),
    "switch own sign-in off": _("switched off the sign-in with accounts of the municipality"),
    "sign in with own account": _("signed in with an account of the municipality"),
    "bind own sign-in": _("linked an account of the municipality to a person"),
    "refuse own sign-in": _("refused a sign-in with an account of the municipality"),
    "change house style": _("changed the house style"),
    "undo house style": _("went back to the earlier house style"),
    "return to neutral": _("took the house style out of use"),
    "export log": _("took the log along as a file"),
    "forget log": _("removed the oldest rows of the log, whose time was over"),
    # Signing in
    "sign in": _("signed in"),
    "refuse code": _("gave a wrong code from a mail"),
    "refuse second step": _("gave a wrong code of a second step"),
    "add second step": _("set up an app with codes as second step"),
    "remove second step": _("took the app with codes away as second step"),
    "add passkey": _("added a passkey"),
    "remove passkey": _("took a passkey away"),
    "renew recovery codes": _("made new recovery codes"),
    "reset second step": _("reset the second step of somebody"),
    # Address book
    "add organisation": _("added an organisation to the address book"),
    "change organisation": _("changed an organisation in the address book"),
    "end organisation": _("noted that an organisation stopped"),
    "resume organisation": _("noted that an organisation takes part again"),
    "merge organisations": _("merged two organisations"),
    "undo merge": _("undid the merge of two organisations"),
    "add contact": _("added a contact person"),
    "change contact": _("changed a contact person"),
    "end contact": _("ended a contact person"),
    "move contact": _("moved a contact person to another organisation"),
    "read address book file": _("read a file for the address book"),
    "refuse address book file": _("sent a file for the address book that could not be read"),
    "cancel address book file": _("threw away a file for the address book"),
    "take over address book file": _("took over a file into the address book"),
    "export address book": _("downloaded the address book"),
    # Preparing a session
    "plan session": _("planned a group session"),
    "copy session": _("planned a group session with the table of an earlier one"),
    "change plan": _("changed the plan of a group session"),
    "remove rehearsal": _("removed a rehearsal of a group session with everything in it"),
    "read print kit": _("downloaded the print kit of a group session"),
    "order print kit": _("had the print kit of a group session made"),
    "cancel session": _("cancelled a group session"),
    "archive session": _("archived a group session"),
    "add party": _("added a party"),
    "rename party": _("renamed a party"),
    "remove party": _("removed a party"),
    "mark absent": _("marked a party as absent"),
    "mark present": _("marked a party as present"),
    "list person": _("listed a participant"),
    "change person": _("changed the details of a participant"),
    "send invitations": _("sent the invitations"),
    "invite again": _("invited a participant again"),
    "reply coming": _("let know that a participant is coming"),
    "decline invitation": _("let know that a participant is not coming"),
    "hand on invitation": _("had a colleague of the same party invited"),
    "send reminders": _("reminded who had not replied to the invitation"),
    "take seat": _("took a seat at the table"),
    "take seat instead": _("took a seat at the table in place of who was invited"),
    "remove from table": _("removed a participant from the table"),
    "tick preparation": _("ticked something in the preparation"),
    "untick preparation": _("took back a tick in the preparation"),
    "note call": _("noted that a party was called"),
    "take back call": _("took back that a party was called"),
    "note mandate": _("noted that a party's mandate is known"),
    "take back mandate": _("took back that a party's mandate is known"),
    "appoint facilitator": _("appointed a facilitator"),
    "accept appointment": _("accepted the appointment as facilitator"),
    "end appointment": _("ended the appointment of a facilitator"),
    "renew name card": _("withdrew the name card of a party"),
    "renew name cards": _("withdrew all name cards of a group session"),
    "renew screen link": _("withdrew the link of the big screen"),
    "renew join code": _("withdrew the join code of a group session"),
    # At the table
    "open session": _("opened a group session"),
    "start session": _("started a group session"),
    "show theme": _("showed a theme"),
    "start answering": _("let the parties answer"),
    "reveal theme": _("showed the answers of a theme"),
    "reopen theme": _("opened a theme again"),
    "show statement": _("put a statement on the big screen"),
    "set timer": _("set or stopped the timer of a theme"),
    "type paper answers": _("typed in the paper answers of a party"),
    "make hand-over code": _("made a code to hand over leading a group session"),
    "withdraw hand-over code": _("withdrew the code to hand over leading a group session"),
    "take over session": _("took over leading a group session by a code"),
    "show names": _("put the names beside the answers"),
    "hide names": _("kept the names of a theme until after the talk"),
    "set talk order": _("changed the order of talk"),
    "put openers on screen": _("put who could open the talk on the big screen, or took it away"),
    "blank screen": _("blanked the big screen"),
    "give screen": _("put a group session on a big screen that waited"),
    "darken screen": _("changed the big screen between light and dark"),
    "pause session": _("paused a group session"),
    "resume session": _("resumed a group session"),
    "begin wrap-up": _("began the wrap-up of a group session"),
    "close session": _("closed a group session"),
    "give feedback": _("said how the meeting was"),
    # Improvement agenda
    "propose action": _("proposed an action point"),
    "accept action": _("accepted an action point"),
    "hand back action": _("handed back an action point"),
    "assign owner": _("gave an action point another owner"),
    "reword action": _("changed the words of an action point"),
    "set priority": _("changed which action points are most important"),
    "change helpers": _("changed who helps with an action point"),
    "plan next step": _("changed the next step of an action point"),
    "say resident effect": _("changed what a resident notices of an action point"),
    "change links": _("changed the links of an action point"),
    "change decision": _("changed who decides about an action point"),
    "reopen action": _("opened an action point again"),
    "merge actions": _("merged two action points"),
    "hand over action": _("handed an action point over"),
    "end consent link": _("ended the link by which an organisation answers an agenda"),
    "follow new address": _("let an action point follow its owner to another e-mail address"),
    "involve contact": _("brought an action point to the contact person of the organisation"),
    "add quiet period": _("added a quiet period"),
    "remove quiet period": _("removed a quiet period"),
    "use for statements": _("used an action point for more statements"),
    "report progress": _("reported progress on an action point"),
    "change status": _("changed the status of an action point"),
    "change deadline": _("changed the deadline of an action point"),
    "discuss action": _("wrote down what a follow-up meeting decided about an action point"),
    "end follow-up": _("ended a follow-up meeting"),
    "put agenda forward": _("put an agenda before the organisations"),
    "ask consent again": _("asked an organisation again whether it agrees to an agenda"),
    "answer agenda": _("said whether an organisation agrees to an agenda"),
    "adopt agenda": _("adopted an agenda"),
    "withdraw agenda": _("took a version of an agenda back"),
    "choose rhythm": _("chose how often the tables look back"),
    "read action list": _("read a list of action points"),
    "refuse action list": _("sent a list of action points that could not be read"),
    "cancel action list": _("threw away a list of action points"),
    "choose organisations of a list": _("chose which organisations a list of action points means"),
    "take over action list": _("took over a list of action points"),
    "take over action": _("took over an action point from a list"),
    "export agenda": _("took the agenda along, with names"),
    "export agenda without names": _("took the agenda along, without names"),
    "renew agenda calendar": _("withdrew the link to the calendar of the agenda"),
    "read agenda calendar": _("followed the agenda in a calendar, by its link"),
    # Keeping and forgetting
    "set retention term": _("changed how long a kind of data is kept"),
    "place legal hold": _("placed a legal hold"),
    "lift legal hold": _("lifted a legal hold"),
    "remove what is past its term": _("removed what was past its term"),
    "look up person": _("looked up what is kept of a person"),
    "export person": _("exported what is kept of a person"),
    "erase person": _("erased the name and addresses of a person"),
    # Reading
    "read export": _("downloaded the file with everything"),
    "read report": _("downloaded the report of a group session"),
}


@dataclass(frozen=True)
class Place:
    """Where a thing can be seen: a page, what leads from the thing to the number in its address, who may."""

    page: str
    permission: Permission
    by: str = ""


PLACES = {
    "agenda.actionpoint": Place("agenda:detail", Permission.VIEW_AGENDA, "pk"),
    "group_sessions.facilitator": Place(
        "group_sessions:facilitators", Permission.PLAN_SESSIONS, "session_id"
    ),
    "group_sessions.groupsession": Place("group_sessions:detail", Permission.VIEW_SESSIONS, "pk"),
    "group_sessions.party": Place("group_sessions:parties", Permission.PLAN_SESSIONS, "session_id"),
    "group_sessions.representative": Place(
        "group_sessions:parties", Permission.PLAN_SESSIONS, "party__session_id"
    ),
    "municipalities.housestyle": Place("municipalities:house_style", Permission.EDIT_HOUSE_STYLE),
    "municipalities.membership": Place("municipalities:members", Permission.MANAGE_MEMBERS),
    "municipalities.invitation": Place("municipalities:members", Permission.MANAGE_MEMBERS),
    "reports.report": Place("reports:session_report", Permission.VIEW_REPORTS, "session_id"),
}
"""What the log can lead to, by kind of thing."""


def words_of(action: str) -> str:
    """Return what an action did, in words; an action of an earlier version is shown as it was recorded."""
    return str(WORDS.get(action, action))
