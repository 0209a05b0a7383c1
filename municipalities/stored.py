"""What is stored of the municipality and its people: of whom, why and how long."""

from django.utils.translation import gettext_lazy as _

from common.stored import Ground, Stored, Term, Whose, declare

declare(
    Stored(
        model="municipalities.Municipality",
        whose=Whose.MUNICIPALITY,
        why=_("To keep the data of each municipality apart."),
        ground=Ground.PUBLIC_TASK,
        term=Term.LASTING,
    ),
    Stored(
        model="municipalities.RegionMember",
        whose=Whose.MUNICIPALITY,
        why=_("To know for which municipalities a region works."),
        ground=Ground.NO_PEOPLE,
        term=Term.LASTING,
    ),
    Stored(
        model="municipalities.Membership",
        whose=Whose.MEMBERS,
        why=_("To give people the rights of their role, and no more."),
        ground=Ground.PUBLIC_TASK,
        term="memberships",
    ),
    Stored(
        model="municipalities.Invitation",
        whose=Whose.MEMBERS,
        why=_("To ask somebody for a role."),
        ground=Ground.PUBLIC_TASK,
        term="invitations",
    ),
    Stored(
        model="municipalities.IdentityProvider",
        whose=Whose.MUNICIPALITY,
        why=_("To let people sign in with the account of the municipality."),
        ground=Ground.NO_PEOPLE,
        term=Term.IN_USE,
    ),
    Stored(
        model="municipalities.HouseStyle",
        whose=Whose.MUNICIPALITY,
        why=_("To show the website in the style of the municipality."),
        ground=Ground.NO_PEOPLE,
        term=Term.IN_USE,
    ),
    Stored(
        model="municipalities.Logo",
        whose=Whose.MUNICIPALITY,
        why=_("To show the logo of the municipality."),
        ground=Ground.NO_PEOPLE,
        term="logos",
    ),
    Stored(
        model="municipalities.RetentionTerm",
        whose=Whose.MUNICIPALITY,
        why=_("To know how long this municipality keeps things."),
        ground=Ground.NO_PEOPLE,
        term=Term.LASTING,
    ),
    Stored(
        model="municipalities.LegalHold",
        whose=Whose.MUNICIPALITY,
        why=_("To keep what a court or an inspection asks for."),
        ground=Ground.LEGAL_DUTY,
        term=Term.LASTING,
    ),
    Stored(
        model="municipalities.MunicipalityExport",
        whose=Whose.MEMBERS,
        why=_("To give the municipality all its data in one file."),
        ground=Ground.PUBLIC_TASK,
        term=Term.EXPORT,
    ),
    Stored(
        model="municipalities.Succession",
        whose=Whose.MUNICIPALITY,
        why=_("To know which municipality goes on as another."),
        ground=Ground.NO_PEOPLE,
        term=Term.PLATFORM,
    ),
    Stored(
        model="municipalities.RemovedMunicipality",
        whose=Whose.MUNICIPALITY,
        why=_("To be able to tell that a municipality was here, and that its data are gone."),
        ground=Ground.NO_PEOPLE,
        term=Term.PLATFORM,
        fields={
            "rows": _("how many rows went"),
            "removed_at": _("removed on"),
        },
    ),
    Stored(
        model="municipalities.StaffMember",
        whose=Whose.STAFF,
        why=_("To know who may make a municipality. They see no content."),
        ground=Ground.PUBLIC_TASK,
        term=Term.PLATFORM,
    ),
)
