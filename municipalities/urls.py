from django.urls import path, register_converter

from .house_style_views import Icon, LogoFile, StyleSheet
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
    path("huisstijl/<print:fingerprint>.css", StyleSheet.as_view(), name="stylesheet"),
    path("huisstijl/<print:fingerprint>/icoon.svg", Icon.as_view(), name="icon"),
    path("huisstijl/logo/<print:fingerprint>.<ending:ending>", LogoFile.as_view(), name="logo"),
]
