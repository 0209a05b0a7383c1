"""What is stored of the list of statements: of whom, why and how long."""

from django.utils.translation import gettext_lazy as _

from common.stored import Ground, Stored, Term, Whose, declare

declare(
    Stored(
        model="catalogue.Catalogue",
        whose=Whose.NOBODY,
        why=_("The national list of statements. It is public, and the same for everybody."),
        ground=Ground.NO_PEOPLE,
        term=Term.PLATFORM,
    ),
    Stored(
        model="catalogue.Theme",
        whose=Whose.NOBODY,
        why=_("The national list of statements. It is public, and the same for everybody."),
        ground=Ground.NO_PEOPLE,
        term=Term.PLATFORM,
    ),
    Stored(
        model="catalogue.Statement",
        whose=Whose.NOBODY,
        why=_("The national list of statements. It is public, and the same for everybody."),
        ground=Ground.NO_PEOPLE,
        term=Term.PLATFORM,
    ),
    Stored(
        model="catalogue.Term",
        whose=Whose.NOBODY,
        why=_("The national list of statements. It is public, and the same for everybody."),
        ground=Ground.NO_PEOPLE,
        term=Term.PLATFORM,
    ),
    Stored(
        model="catalogue.Advice",
        whose=Whose.NOBODY,
        why=_("The national list of statements. It is public, and the same for everybody."),
        ground=Ground.NO_PEOPLE,
        term=Term.PLATFORM,
    ),
    Stored(
        model="catalogue.AdviceTheme",
        whose=Whose.NOBODY,
        why=_("The national list of statements. It is public, and the same for everybody."),
        ground=Ground.NO_PEOPLE,
        term=Term.PLATFORM,
        called=_("Advice and theme"),
    ),
    Stored(
        model="catalogue.PartyKind",
        whose=Whose.NOBODY,
        why=_("The national list of statements. It is public, and the same for everybody."),
        ground=Ground.NO_PEOPLE,
        term=Term.PLATFORM,
    ),
)
