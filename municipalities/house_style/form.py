"""The form of a house style: files are read at once, and kept while another field is mended."""

from typing import Any, cast

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from common.forms import PlainForm

from ..enums import Corners, Font
from ..models import Logo, Municipality
from . import logo as logos
from . import token_file
from .colour_pairs import broken_pairs
from .stylesheet import Choices, light_tokens
from .token_rules import FONTS, plain_colour
from .words import why_no_logo, why_no_tokens, why_unreadable

SALT = "house style tokens"
BODY_FONT = FONTS[0]
HEX = 6


def packed(tokens: dict[str, str]) -> str:
    """Return design tokens that were read as one signed word, for a hidden field or an address."""
    return signing.dumps(tokens, salt=SALT, compress=True) if tokens else ""


def unpacked(word: str) -> dict[str, str]:
    """Return the design tokens in a word of ours; a changed word holds none."""
    try:
        return signing.loads(word, salt=SALT) if word else {}
    except signing.BadSignature:
        return {}


class ColourField(forms.CharField):
    """A plain colour in any of the ways CSS writes one; it becomes #rrggbb."""

    default_error_messages = {
        "invalid": _("Fill in a colour of six digits or letters, for example #00857d."),
        "required": _("Fill in a brand colour, for example #00857d."),
    }

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        bare = text.lstrip("#")
        colour = plain_colour(f"#{bare}" if len(bare) in {HEX, HEX // 2} else text)
        if colour is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return colour


class LookForm(PlainForm, forms.Form):
    """The part of a house style that a preview needs."""

    brand_colour = ColourField(
        label=_("Brand colour"),
        max_length=40,
        help_text=_("The colour that people know you by. We make shades of it that can be read."),
        widget=forms.TextInput(attrs={"class": "utrecht-textbox--short", "spellcheck": "false"}),
    )
    corners = forms.ChoiceField(
        label=_("Corners"),
        choices=Corners.choices,
        widget=forms.RadioSelect,
    )
    font = forms.ChoiceField(label=_("Font"), choices=Font.choices, widget=forms.RadioSelect)
    kept_tokens = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput)

    @property
    def choices(self) -> Choices:
        """Return what was chosen; for a valid form."""
        return Choices(
            brand_colour=self.cleaned_data["brand_colour"],
            corners=Corners(self.cleaned_data["corners"]),
            font=Font(self.cleaned_data["font"]),
            refinements=tuple(sorted(self.tokens.items())),
        )

    @property
    def tokens(self) -> dict[str, str]:
        return unpacked(self.cleaned_data.get("kept_tokens", ""))


class HouseStyleForm(LookForm):
    """Everything that a house chooses; give it the municipality."""

    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("An SVG, PNG, JPEG or WebP of at most 1 MB. It stands beside the name."),
        widget=forms.FileInput(attrs={"accept": ".svg,.png,.jpg,.jpeg,.webp"}),
    )
    remove_logo = forms.BooleanField(label=_("Take the logo away"), required=False)
    design_tokens = forms.FileField(
        label=_("File with design tokens"),
        required=False,
        help_text=_("For your designer: NL Design System tokens as JSON or CSS, with names like --basis-…"),
        widget=forms.FileInput(attrs={"accept": ".json,.css"}),
    )
    remove_tokens = forms.BooleanField(label=_("Take the design tokens away"), required=False)
    kept_logo = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.municipality = municipality
        self.chosen_logo: Logo | None = None

    def clean_logo(self) -> logos.CleanLogo | None:
        upload: UploadedFile | None = self.cleaned_data["logo"]
        if upload is None:
            return None
        try:
            # A file that is too large is refused by its size: it is not read.
            return logos.clean_logo(upload.read(logos.MOST_BYTES + 1))
        except logos.LogoRefused as refused:
            raise forms.ValidationError(why_no_logo(refused), code=refused.reason) from refused

    def clean_design_tokens(self) -> dict[str, str] | None:
        upload: UploadedFile | None = self.cleaned_data["design_tokens"]
        if upload is None:
            return None
        try:
            return token_file.read_tokens(upload.read(token_file.MOST_BYTES + 1))
        except token_file.TokensRefused as refused:
            raise forms.ValidationError(why_no_tokens(refused), code=refused.reason) from refused

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.chosen_logo = self._logo_of(data)
        came_with = data.get("kept_tokens", "")
        self._choose_tokens(data)
        if not self.errors:
            broken = broken_pairs(light_tokens(self.choices))
            if broken:
                self.add_error("design_tokens", why_unreadable(broken))
                self._keep("kept_tokens", came_with)
        return data

    def _logo_of(self, data: dict[str, Any]) -> Logo | None:
        """Return the logo of this form and remember it, so that another mistake does not lose the file."""
        if data.get("logo"):
            row = logos.keep_logo(self.municipality, logo=data["logo"])
            self._keep("kept_logo", row.fingerprint)
            return row
        if data.get("remove_logo"):
            self._keep("kept_logo", "")
            return None
        kept = Logo.objects.filter(municipality=self.municipality, fingerprint=data.get("kept_logo", ""))
        return kept.defer("content", "picture").first()

    def _choose_tokens(self, data: dict[str, Any]) -> None:
        """Take over the tokens of a new file; its font for texts is the font of the house."""
        tokens = data.get("design_tokens")
        if tokens:
            tokens = dict(tokens)
            family = tokens.pop(BODY_FONT, "")
            font = next((font for font in Font if family.startswith(f'"{font.label}"')), None)
            if font is not None:
                data["font"] = font.value
                self._keep("font", font.value)
            data["kept_tokens"] = packed(tokens)
        elif data.get("remove_tokens"):
            data["kept_tokens"] = ""
        self._keep("kept_tokens", data.get("kept_tokens", ""))

    def _keep(self, name: str, value: str) -> None:
        """Show this value when the form is shown again."""
        data = cast(QueryDict, self.data).copy()
        data[self.add_prefix(name)] = value
        self.data = data
