from django.urls import path, register_converter

from common import file_kinds as file_kinds  # registers itself

from .house_style.editor_views import HouseStyleEditor, NeutralStyle, UndoHouseStyle
from .house_style.preview_views import Preview, PreviewSheet
from .house_style.views import Icon, LogoFile, StyleSheet
from .log.views import Log, LogExport
from .members.urls import urlpatterns as members
from .own_account.provider_views import FrontDoor, IdentityPage, SwitchIdentity, TryIdentity
from .privacy.urls import urlpatterns as privacy_pages
from .second_step.reset_views import ResetSecondStep
from .settings.urls import urlpatterns as settings_pages
from .views import Start


class Fingerprint:
    """The name of a file by what is in it."""

    regex = "[0-9a-f]{16,32}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Ending(Fingerprint):
    """The two kinds of picture a logo can be."""

    regex = "svg|png"


register_converter(Fingerprint, "print")
register_converter(Ending, "ending")
app_name = "municipalities"

urlpatterns = [
    path("", Start.as_view(), name="start"),
    path("leden/<int:member_pk>/tweede-stap/", ResetSecondStep.as_view(), name="reset_second_factor"),
    *settings_pages,
    *members,
    *privacy_pages,
    path("inloggen/", FrontDoor.as_view(), name="front_door"),
    path("instellingen/inloggen/", IdentityPage.as_view(), name="identity"),
    path("instellingen/inloggen/proberen/", TryIdentity.as_view(), name="try_identity"),
    path("instellingen/inloggen/aan/", SwitchIdentity.as_view(on=True), name="identity_on"),
    path("instellingen/inloggen/uit/", SwitchIdentity.as_view(on=False), name="identity_off"),
    path("logboek/", Log.as_view(), name="log"),
    path("logboek/logboek.<spreadsheet:sheet>", LogExport.as_view(), name="log_export"),
    path("huisstijl/", HouseStyleEditor.as_view(), name="house_style"),
    path("huisstijl/voorbeeld/", Preview.as_view(), name="preview"),
    path("huisstijl/voorbeeld.css", PreviewSheet.as_view(), name="preview_sheet"),
    path("huisstijl/terug/", UndoHouseStyle.as_view(), name="undo_house_style"),
    path("huisstijl/neutraal/", NeutralStyle.as_view(), name="neutral_style"),
    path("huisstijl/<print:fingerprint>.css", StyleSheet.as_view(), name="stylesheet"),
    path("huisstijl/<print:fingerprint>/icoon.svg", Icon.as_view(), name="icon"),
    path("huisstijl/logo/<print:fingerprint>.<ending:ending>", LogoFile.as_view(), name="logo"),
]
