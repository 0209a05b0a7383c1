"""The forms of inviting somebody and of changing what somebody is here."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from common.forms import VerbForm

from ..enums import Role
from ..models import Invitation, Membership
from .role_words import TASKS

DATE_FORMATS = ["%Y-%m-%d", "%d-%m-%Y"]


class RoleForm(VerbForm):
    """A role, and until when."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    until_date = forms.DateField(
        input_formats=DATE_FORMATS,
        label=_("Until"),
        required=False,
        help_text=_("The last day. Leave it empty when the role has no end."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, self._said(role)) for role in Role]

    @staticmethod
    def _said(role: Role) -> str:
        """Return a role with what it is there for below it."""
        return format_html('{}<span class="app-choice__sub">{}</span>', capfirst(role.label), TASKS[role])

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class InviteForm(RoleForm):
    """Whom to invite, and for what."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=Invitation._meta.get_field("email").max_length,
        help_text=_("The invitation is for this address only, so use that of the person, not a shared one."),
    )
    name = forms.CharField(
        label=_("Name"), required=False, max_length=Invitation._meta.get_field("name").max_length
    )
    field_order = ("email", "name", "role", "until_date")


class MembershipForm(RoleForm):
    """What somebody is here, and from when until when."""

    from_date = forms.DateField(
        label=_("From"), input_formats=DATE_FORMATS, help_text=_("What has begun keeps its first day.")
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=80)
    field_order = ("role", "from_date", "until_date", "seen")

    def __init__(self, *args: Any, membership: Membership, has_begun: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_begun:
            # As it stands: a field that can't be changed is not believed either.
            self.fields["from_date"].disabled = True
            self.initial["from_date"] = membership.from_date
