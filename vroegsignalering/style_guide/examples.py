"""What the component page shows its components with: one form with every field, and invented answers."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import DateInput, PlainForm, TimeInput
from municipalities.enums import Role
from municipalities.house_style.colour_pairs import BASIS, PAIRS, contrast
from municipalities.house_style.look import HouseLook
from municipalities.house_style.stylesheet import Choices, dark_tokens, light_tokens
from municipalities.models import Municipality
from questionnaire.agreement import Scale
from questionnaire.enums import RevealedKind
from questionnaire.picture import PartyAnswer, StatementData, StatementPicture, picture_of
from vroegsignalering.hats import Hat, Hats

PARTIES = (
    "Woningcorporatie Brugzicht",
    "Energiebedrijf Noord",
    "Waterbedrijf Delta",
    "Zorgverzekeraar Samen",
    "Schuldhulp Waterveen",
    "Voedselbank Waterveen en omstreken",
    "Roc Waterland",
    "Gemeente, afdeling Werk en Inkomen",
)
BUTTONS = ("primary", "secondary", "subtle", "danger")
SIZES = ("large", "", "small")
COLOURS = [
    "surface",
    "surface-soft",
    "surface-sunk",
    "line",
    "line-strong",
    "ink",
    "ink-soft",
    "brand",
    "brand-ink",
    "brand-text",
    "brand-bright",
    "brand-tint",
    "brand-line",
    "ok",
    "ok-tint",
    "warn",
    "warn-tint",
    "error",
    "error-tint",
    "info",
    "info-tint",
]
ALERTS = ("info", "ok", "warning", "error")


class EveryField(PlainForm, forms.Form):
    """Each kind of field that a form of ours has."""

    name = forms.CharField(label=_("Name"), max_length=60, help_text=_("As it stands on the name card."))
    email = forms.EmailField(label=_("E-mail address"))
    day = forms.DateField(label=_("Date"), widget=DateInput)
    time = forms.TimeField(label=_("Time"), widget=TimeInput, required=False)
    number = forms.IntegerField(label=_("Number of parties"), min_value=2, max_value=40)
    about = forms.CharField(label=_("Explanation"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    kind = forms.ChoiceField(
        label=_("Kind of party"), choices=[("", "–"), ("a", _("Party")), ("b", _("School"))]
    )
    answer = forms.ChoiceField(
        label=_("Who may answer?"),
        widget=forms.RadioSelect,
        choices=[("one", _("One person")), ("all", _("All"))],
    )
    themes = forms.MultipleChoiceField(
        label=_("Themes"),
        widget=forms.CheckboxSelectMultiple,
        choices=[("1", _("Theme 1")), ("2", _("Theme 2"))],
        required=False,
    )
    agrees = forms.BooleanField(label=_("I have read this"))
    logo = forms.FileField(label=_("File"), required=False, help_text=_("A PDF of at most 5 MB."))
    colour = forms.CharField(
        required=False, label=_("Colour"), widget=forms.TextInput(attrs={"type": "color"}), initial="#00857d"
    )


def filled_wrong() -> EveryField:
    """Return the form as it comes back when much is wrong."""
    typed = {"name": "x" * 70, "email": "geen adres", "number": "1", "colour": "#00857d"}
    form = EveryField({f"wrong-{name}": value for name, value in typed.items()}, prefix="wrong")
    form.is_valid()
    return form


LABELLED = {
    _("agreement"): (7, 7, 8, 7, 6, 7, 8, 7),
    _("some difference"): (5, 6, 7, 8, 6, 9, 7, 4),
    _("clear difference"): (0, 2, 9, 10, 3, 8, 1, 7),
    _("one party differs"): (7, 7, 7, 8, 7, 7, 7, 1),
    _("two groups"): (2, 2, 1, 3, 9, 8, 9, 10),
}


def pictures() -> list[tuple[str, StatementPicture]]:
    """Return a picture for each label, and one with every kind of no figure."""
    drawn = [
        (str(label), _picture(number, [_said(*pair) for pair in zip(PARTIES, values, strict=True)]))
        for number, (label, values) in enumerate(LABELLED.items(), start=1)
    ]
    kinds = [kind for kind in RevealedKind if kind != RevealedKind.VALUE]
    empty = [PartyAnswer(party_name=name, kind=kind) for name, kind in zip(PARTIES[2:], kinds, strict=False)]
    answers = [_said(PARTIES[0], 8), _said(PARTIES[1], 3), *empty]
    return [*drawn, (str(_("no figure, for four reasons")), _picture(6, answers))]


def _said(name: str, value: int) -> PartyAnswer:
    return PartyAnswer(party_name=name, kind=RevealedKind.VALUE, value=value)


def _picture(number: int, answers: list[PartyAnswer]) -> StatementPicture:
    statement = StatementData(
        number=number,
        text="Mijn organisatie kent de andere partijen.",
        min_label="helemaal niet",
        max_label="helemaal",
        scale=Scale(),
    )
    return picture_of(statement, answers)


@dataclass(frozen=True)
class Contrast:
    """A colour on its ground, and the contrast between them beside the one it needs."""

    colour: str
    ground: str
    found: float
    needed: float


def contrasts(look: HouseLook | None, *, dark: bool) -> list[Contrast]:
    """Return every pair of colours that meets on a page, the one with the least to spare first."""
    choices = look.choices if look else Choices()
    tokens = dark_tokens(choices) if dark else light_tokens(choices)
    found = [
        Contrast(
            colour=pair.colour.removeprefix(BASIS),
            ground=pair.ground.removeprefix(BASIS),
            found=contrast(tokens[pair.colour], tokens[pair.ground]),
            needed=pair.needed,
        )
        for pair in PAIRS
    ]
    return sorted(found, key=lambda one: one.found / one.needed)


def two_hats() -> Hats:
    """Return somebody who works for two municipalities."""
    names = {"waterveen": Role.COORDINATOR, "duinwijk": Role.MANAGER}
    worn = [
        Hat(Municipality(name=name.title(), slug=name), [str(role.label)]) for name, role in names.items()
    ]
    return Hats(worn=worn, led=[])
