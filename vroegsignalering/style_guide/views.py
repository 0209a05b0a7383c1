"""The component page, one part at a time; each part stands in the frame it belongs to."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from catalogue.models import Statement
from common.icons import ICONS
from common.pages import ON_A_PAGE, pages_of
from live.screen_fit import Beside, fit
from municipalities.access import GuardedView
from municipalities.house_style.look import HouseLook, look_of
from municipalities.models import Municipality
from municipalities.permissions import Permission
from sessions.models import GroupSession

from .examples import (
    ALERTS,
    BUTTONS,
    COLOURS,
    PARTIES,
    SIZES,
    EveryField,
    contrasts,
    filled_wrong,
    pictures,
    two_hats,
)

PARTS = {
    "basis": _("Text and buttons"),
    "meldingen": _("Notices and states"),
    "formulieren": _("Forms"),
    "fouten": _("A form with errors"),
    "gesprek": _("A session"),
    "antwoorden": _("Answers"),
    "kleuren": _("Colours and icons"),
    "telefoon": _("Phone"),
    "scherm": _("Big screen"),
    "naamkaart": _("Name card"),
    "bevestigen": _("Confirm"),
    "foutpagina": _("Error page"),
}
PLATFORM = "platform"


class StyleGuide(GuardedView, TemplateView):
    """Show `?deel=` in the style of the municipality `?stijl=`, with `donker=1` in its dark colours."""

    permission = Permission.ANYONE

    def refuse(self) -> HttpResponse | None:
        if not (settings.DEMO or settings.DEBUG):
            raise Http404
        return super().refuse()

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.part = request.GET.get("deel") if request.GET.get("deel") in PARTS else "basis"
        self.dark = request.GET.get("donker") == "1"
        self.style = request.GET.get("stijl", PLATFORM)

    def get_template_names(self) -> list[str]:
        return [f"style_guide/{self.part}.html"]

    def address(self, **changes: str) -> str:
        """Return the query of this page with something else chosen."""
        chosen = {"deel": self.part, "stijl": self.style, "donker": "1" if self.dark else "", **changes}
        return "?" + urlencode({name: value for name, value in chosen.items() if value})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        houses = list(Municipality.objects.dressed().order_by("name"))
        house = next((one for one in houses if one.slug == self.style), None)
        look = look_of(house) if house else None
        styles = [(PLATFORM, _("Platform")), *((one.slug, one.name) for one in houses if look_of(one))]
        return super().get_context_data(
            municipality=house,
            house_style=look,
            dark=self.dark,
            part=PARTS[self.part],
            parts=[(title, self.address(deel=key), key == self.part) for key, title in PARTS.items()],
            styles=[(title, self.address(stijl=key), key == self.style) for key, title in styles],
            shades=[
                (_("Light"), self.address(donker=""), not self.dark),
                (_("Dark"), self.address(donker="1"), self.dark),
            ],
            **self.examples(look),
            **kwargs,
        )

    def examples(self, look: HouseLook | None) -> dict[str, Any]:
        """Return what this part shows."""
        shared = {
            "kinds": BUTTONS,
            "sizes": SIZES,
            "alerts": ALERTS,
            "parties": PARTIES,
            "here": self.address(),
            "clock": timezone.now(),
        }
        match self.part:
            case "basis":
                return {**shared, "hats": two_hats()}
            case "meldingen":
                return {**shared, "session": GroupSession(is_rehearsal=True)}
            case "formulieren":
                pages = pages_of(range(3 * ON_A_PAGE), QueryDict("page=99"))
                return {**shared, "form": EveryField(prefix="right"), **pages}
            case "fouten":
                return {**shared, "form": filled_wrong()}
            case "antwoorden":
                return {**shared, "pictures": pictures()}
            case "scherm":
                label, picture = pictures()[3]
                statement = Statement.objects.order_by("pk").first()
                place = fit(statement, picture, Beside()) if statement else None
                return {**shared, "label": label, "picture": picture, "statement": statement, "place": place}
            case "kleuren":
                pairs = contrasts(look, dark=self.dark)
                return {**shared, "icons": sorted(ICONS), "colours": COLOURS, "contrasts": pairs}
            case "bevestigen":
                words = {"title": _("Cancel this session?"), "label": _("Cancel the session")}
                return {**shared, **words, "text": _("This can't be undone."), "cancel_url": self.address()}
            case "gesprek" | "telefoon":
                with_terms = Statement.objects.prefetch_related("terms").filter(terms__isnull=False)
                return {**shared, "statement": with_terms.order_by("pk").first()}
            case _:
                return shared
