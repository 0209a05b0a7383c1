"""What is stored of sessions and the address book: of whom, why and how long."""

from django.utils.translation import gettext_lazy as _

from common.stored import Ground, Stored, Term, Whose, declare

declare(
    Stored(
        model="group_sessions.Organisation",
        whose=Whose.ORGANISATIONS,
        why=_("To know which organisations there are in town, and which work together."),
        ground=Ground.PUBLIC_TASK,
        term=Term.LASTING,
    ),
    Stored(
        model="group_sessions.OrganisationAlias",
        whose=Whose.ORGANISATIONS,
        why=_("To find an organisation by every name it has."),
        ground=Ground.NO_PEOPLE,
        term=Term.LASTING,
    ),
    Stored(
        model="group_sessions.ContactPerson",
        whose=Whose.CONTACTS,
        why=_("To know whom to call at an organisation."),
        ground=Ground.PUBLIC_TASK,
        term="contacts",
    ),
    Stored(
        model="group_sessions.Contact",
        whose=Whose.CONTACTS,
        why=_("To know for which organisation somebody works, and about which themes to call them."),
        ground=Ground.PUBLIC_TASK,
        term="contacts",
    ),
    Stored(
        model="group_sessions.AddressBookImport",
        whose=Whose.CONTACTS,
        why=_("To show a list before it goes into the address book."),
        ground=Ground.PUBLIC_TASK,
        term="imports",
    ),
    Stored(
        model="group_sessions.GroupSession",
        whose=Whose.ORGANISATIONS,
        why=_("To plan and lead a session."),
        ground=Ground.PUBLIC_TASK,
        term=Term.AGREED,
    ),
    Stored(
        model="group_sessions.SessionTheme",
        whose=Whose.ORGANISATIONS,
        why=_("To know how far the table is with each theme."),
        ground=Ground.PUBLIC_TASK,
        term=Term.AGREED,
        called=_("Theme in a session"),
    ),
    Stored(
        model="group_sessions.Party",
        whose=Whose.ORGANISATIONS,
        why=_("To know which organisations sit at the table."),
        ground=Ground.PUBLIC_TASK,
        term=Term.AGREED,
    ),
    Stored(
        model="group_sessions.Representative",
        whose=Whose.TABLE,
        why=_("To invite participants, and to know who answers for which party."),
        ground=Ground.PUBLIC_TASK,
        term="participants",
    ),
    Stored(
        model="group_sessions.Facilitator",
        whose=Whose.TABLE,
        why=_("To know who leads the session."),
        ground=Ground.PUBLIC_TASK,
        term="participants",
    ),
    Stored(
        model="group_sessions.PreparationTick",
        whose=Whose.MEMBERS,
        why=_("To know what is ready for a session."),
        ground=Ground.PUBLIC_TASK,
        term=Term.AGREED,
    ),
    Stored(
        model="group_sessions.FacilitatorNote",
        whose=Whose.TABLE,
        why=_("To let a facilitator write down something that nobody else reads."),
        ground=Ground.PUBLIC_TASK,
        term="participants",
    ),
    Stored(
        model="group_sessions.HandOver",
        whose=Whose.TABLE,
        why=_("To let somebody else go on leading when that is needed."),
        ground=Ground.PUBLIC_TASK,
        term="participants",
    ),
    Stored(
        model="group_sessions.Feedback",
        whose=Whose.TABLE,
        why=_("To know how the table found the meeting."),
        ground=Ground.PUBLIC_TASK,
        term="participants",
    ),
    Stored(
        model="group_sessions.WaitingScreen",
        whose=Whose.NOBODY,
        why=_("To show a session on a big screen after its code was typed."),
        ground=Ground.NO_PEOPLE,
        term=Term.IN_USE,
    ),
)
