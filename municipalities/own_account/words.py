"""The words for what can go wrong between us and a provider: for who signs in, and for who set it up."""

from dataclasses import dataclass

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Told:
    """What somebody who could not sign in reads, and the status of that answer."""

    title: LazyText
    text: LazyText
    status: int = 403


AWAY = Told(
    _("The sign-in of your organisation does not answer"),
    _("Nothing is wrong with your account. Try again in a few minutes."),
    424,
)
NOT_RIGHT = Told(
    _("We could not sign you in"),
    _("The sign-in of your organisation answered something that we can't trust. Tell your administrator."),
)
FOR_WHO_SIGNS_IN = {
    "cancelled": Told(
        _("You are not signed in"),
        _("You stopped, or your organisation gave no permission. You can try again."),
    ),
    "state": Told(
        _("This sign-in is over"),
        _("It took too long, it was used already, or it began in another browser. Start again."),
        422,
    ),
    "unknown": Told(
        _("You do not work here yet"),
        _(
            "Your account is right, but nobody invited you here. Ask an administrator for an invitation. "
            "Do you lead a session? Then sign in with a code by e-mail."
        ),
    ),
    "other domain": Told(
        _("This account belongs somewhere else"),
        _("Its e-mail address is not one of this municipality. Sign in with the account of your work here."),
    ),
    "other tenant": Told(
        _("This account belongs somewhere else"),
        _("It is one of another organisation. Sign in with the account of your work here."),
    ),
    "other subject": Told(
        _("This e-mail address is linked to another account"),
        _(
            "Are you new here, or did you get another account? Sign in with a code by e-mail. "
            "Then start again."
        ),
    ),
    "no address": Told(
        _("We do not know who you are"),
        _("The sign-in of your organisation told us no e-mail address. Tell your administrator."),
    ),
    "not verified": Told(
        _("We do not know who you are"),
        _(
            "The sign-in of your organisation does not vouch for your e-mail address. "
            "Tell your administrator."
        ),
    ),
    "closed": Told(
        _("Your account is closed"),
        _("You can't sign in with this address any more. Is that not right? Ask your administrator."),
    ),
    "token too old": Told(
        _("This sign-in is over"),
        _("It took too long, or the clock of your organisation is off. Start again."),
    ),
    "wrong secret": Told(
        _("This way to sign in does not work now"),
        _("The settings of your municipality are not right. Tell your administrator."),
        424,
    ),
    "other issuer": NOT_RIGHT,
    "no provider": NOT_RIGHT,
    "token": NOT_RIGHT,
    "code refused": NOT_RIGHT,
}
FOR_ADMINISTRATOR = {
    "address": _("The address is not right. It begins with https:// and has no name or password in it."),
    "no such name": _("There is no server with this name. Look for a typing error in the address."),
    "inside": _("This server is inside a network of its own. We only ask servers on the internet."),
    "slow": _("The server did not answer in time. Is it very busy?"),
    "away": _("The server does not answer. Is the address right, and does the server run?"),
    "certificate": _("The certificate of the server is not right, so we can't know who answers."),
    "large": _("The answer was much too large. This is not the address of a sign-in."),
    "status": _("The server knows no sign-in at this address. Copy the address again from its settings."),
    "redirect": _("The server sends us on to another address. Fill in that address."),
    "no json": _("This is a web page and not the address of a sign-in. Copy the address again."),
    "other issuer": _("The sign-in calls itself by another address. Fill in exactly that one."),
    "no provider": _("The server does not say what we need. Is it a sign-in with OpenID Connect?"),
    "wrong secret": _(
        "The client id or the secret is not right. At Entra: copy the value of the secret, not its id."
    ),
    "takes any code": _("The server accepts anything, so anybody could be anybody. Do not use it."),
    "secret lost": _("We can't read the secret any more. Fill it in again."),
}


def told(why: str) -> Told:
    """Return what somebody who could not sign in reads; of a server without an answer always the same."""
    return FOR_WHO_SIGNS_IN.get(why, AWAY)


def trouble_in_words(why: str) -> LazyText:
    """Return what an administrator reads about a provider that does not work."""
    return FOR_ADMINISTRATOR.get(why, FOR_ADMINISTRATOR["no provider"])
