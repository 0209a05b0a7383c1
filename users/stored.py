"""What is stored of the account, and what signing in leaves behind: of whom, why and how long."""

from django.utils.translation import gettext_lazy as _

from common.stored import Ground, Stored, Term, Whose, declare

declare(
    Stored(
        model="users.User",
        whose=Whose.ACCOUNTS,
        why=_("To know who signs in, and in which language to write."),
        ground=Ground.PUBLIC_TASK,
        term=Term.ACCOUNT,
        called=_("Account"),
    ),
    Stored(
        model="sessions.Session",
        whose=Whose.VISITORS,
        why=_("To stay signed in, and to keep a seat at the table. It belongs to a cookie."),
        ground=Ground.PUBLIC_TASK,
        term=Term.SIGN_IN,
        called=_("Browser"),
    ),
    Stored(
        model="account.EmailAddress",
        whose=Whose.ACCOUNTS,
        why=_("To send the code for signing in to the right address."),
        ground=Ground.PUBLIC_TASK,
        term=Term.ACCOUNT,
        called=_("Address of an account"),
    ),
    Stored(
        model="account.EmailConfirmation",
        whose=Whose.ACCOUNTS,
        why=_("To check an address with a link. Here a code does that."),
        ground=Ground.PUBLIC_TASK,
        term=Term.NOT_USED,
        called=_("Check of an address"),
    ),
    Stored(
        model="mfa.Authenticator",
        whose=Whose.ACCOUNTS,
        why=_("To ask for a second step when somebody signs in."),
        ground=Ground.LEGAL_DUTY,
        term=Term.ACCOUNT,
        called=_("Second step: app, passkey or recovery codes"),
    ),
    Stored(
        model="socialaccount.SocialApp",
        whose=Whose.NOBODY,
        why=_("Providers for signing in. Each municipality has its own, in its settings."),
        ground=Ground.NO_PEOPLE,
        term=Term.NOT_USED,
        called=_("Provider of sign-ins"),
    ),
    Stored(
        model="socialaccount.SocialAccount",
        whose=Whose.ACCOUNTS,
        why=_("To recognise somebody who signs in with the account of the municipality."),
        ground=Ground.PUBLIC_TASK,
        term=Term.ACCOUNT,
        called=_("Account of the municipality itself"),
    ),
    Stored(
        model="socialaccount.SocialToken",
        whose=Whose.ACCOUNTS,
        why=_("Keys of a provider. They are not kept."),
        ground=Ground.PUBLIC_TASK,
        term=Term.NOT_USED,
        called=_("Key of a provider"),
    ),
    Stored(
        model="usersessions.UserSession",
        whose=Whose.ACCOUNTS,
        why=_("To show people on which devices they are signed in, so that they can end it."),
        ground=Ground.LEGAL_DUTY,
        term=Term.SIGN_IN,
        called=_("Sign-in on a device"),
    ),
    Stored(
        model="auth.Permission",
        whose=Whose.NOBODY,
        why=_("Part of the software that this website does not use."),
        ground=Ground.NO_PEOPLE,
        term=Term.NOT_USED,
        called=_("Right"),
    ),
    Stored(
        model="auth.Group",
        whose=Whose.NOBODY,
        why=_("Part of the software that this website does not use."),
        ground=Ground.NO_PEOPLE,
        term=Term.NOT_USED,
        called=_("Group"),
    ),
    Stored(
        model="contenttypes.ContentType",
        whose=Whose.NOBODY,
        why=_("A list of the tables themselves."),
        ground=Ground.NO_PEOPLE,
        term=Term.PLATFORM,
        called=_("Kind of table"),
    ),
)
