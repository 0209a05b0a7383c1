"""The pages of the demo; without `DEMO` they do not exist."""

from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.generic import TemplateView

from common.tenancy import tenant
from municipalities.access import GuardedView
from municipalities.permissions import Permission
from sessions.seats import COOKIE_KEY, remember_seat
from users.second_factor import DEMO_SIGN_IN

from .mailbox import mail_at, mail_places, mail_with, mails_to
from .platform import staff_sign_ins
from .sign_ins import all_houses, sign_in_for

MAILS_PER_PAGE = 25
MAIL_POLICY = {
    "default-src": [NONE],
    "script-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "img-src": [SELF, "data:"],
    "form-action": [NONE],
    "base-uri": [NONE],
    "frame-ancestors": [SELF],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}


class DemoView(GuardedView):
    """Open to everybody where the demo is on; 404 elsewhere."""

    abstract = True
    permission = Permission.ANYONE

    def refuse(self) -> HttpResponse | None:
        if not settings.DEMO:
            raise Http404
        return super().refuse()


class Demo(DemoView, TemplateView):
    """Whom one can be, municipality by municipality."""

    permission = Permission.ANYONE
    template_name = "demo/start.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(houses=all_houses(), staff=staff_sign_ins(), **kwargs)


class SignInAs(DemoView):
    """Become somebody: sign in, or take a seat in this browser."""

    permission = Permission.ANYONE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, who: str) -> HttpResponse:
        staff = {one.who: one for one in staff_sign_ins()}
        found = staff.get(who) or sign_in_for(who)
        if found is None:
            messages.warning(request, _("The demo does not know this person (any more). Choose another one."))
            return redirect("demo")
        if found.seat is not None:
            with tenant(found.seat.municipality):
                remember_seat(request, found.seat)
        elif found.user is not None:
            # Signing in as somebody else empties the session; the phones in this browser stay.
            seats = request.session.get(COOKIE_KEY, {})
            login(request, found.user, backend=settings.AUTHENTICATION_BACKENDS[0])
            request.session[COOKIE_KEY] = seats
            request.session[DEMO_SIGN_IN] = True
        return redirect(found.page)


class Mails(DemoView, TemplateView):
    """All mails of the demo, newest first; `?aan=` keeps those to one receiver."""

    permission = Permission.ANYONE
    template_name = "demo/mails.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        to = self.request.GET.get("aan", "").strip()[:254]
        pages = Paginator(mails_to(to) if to else mail_places(), MAILS_PER_PAGE)
        page = pages.get_page(self.request.GET.get("pagina"))
        mails = list(page) if to else [mail_at(place) for place in page]
        return super().get_context_data(page=page, mails=mails, to=to, **kwargs)


@method_decorator(csp_update({"frame-src": [SELF]}), name="dispatch")
class OneMail(DemoView, TemplateView):
    """One mail: as a mail program shows it, in a frame of its own, and as text with its links."""

    permission = Permission.ANYONE
    template_name = "demo/mail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mail = mail_with(kwargs["key"])
        if mail is None:
            raise Http404
        return super().get_context_data(mail=mail, **kwargs)


class MailBody(DemoView):
    """The HTML of a mail, for the frame of its page: no script runs in it and nothing is fetched for it.

    It opens as a document without an origin (`sandbox`), so what stands in it reads nothing of this website.
    """

    permission = Permission.ANYONE

    @method_decorator(csp_replace(MAIL_POLICY))
    @method_decorator(xframe_options_sameorigin)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        mail = mail_with(key)
        if mail is None or not mail.html:
            raise Http404
        return HttpResponse(mail.html.replace("<head>", '<head><base target="_blank">', 1))
