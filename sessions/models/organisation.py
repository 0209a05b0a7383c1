"""The address book of one municipality: organisations, and the people one calls there."""

from datetime import date

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from common.tenancy import TenantModel, TenantQuerySet, tenant_manager

NAME_LENGTH = 120


class OrganisationQuerySet(TenantQuerySet):
    """Organisations by whether they stand on their own."""

    def listed(self) -> "OrganisationQuerySet":
        """Leave out those that were merged into another one."""
        return self.filter(merged_into=None)

    def active(self) -> "OrganisationQuerySet":
        """Keep those one can still ask to a table: not merged, not ended."""
        return self.listed().filter(ended_on=None)


class _InTheBook(models.Manager.from_queryset(OrganisationQuerySet)):
    """Leaves out what was made up for a rehearsal, so that no list, count or search can meet it."""

    def get_queryset(self) -> OrganisationQuerySet:
        return super().get_queryset().filter(made_up_for=None)


class Organisation(TenantModel):
    """An organisation in the address book of one municipality.

    Merging moves nothing: the one that went on is named in `merged_into`, and what was agreed with either
    stays where it was agreed. So it can be undone. What was made up for a rehearsal is in no address book: a
    party leads to it, `also_made_up` finds it, and it goes with its rehearsal.
    """

    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    kind = models.ForeignKey("catalogue.PartyKind", verbose_name=_("kind"), on_delete=models.PROTECT)
    kvk_number = models.CharField(
        _("Chamber of Commerce number"),
        max_length=8,
        blank=True,
        validators=[RegexValidator(r"^[0-9]{8}$", _("A Chamber of Commerce number has eight digits."))],
    )
    covenant_signed_on = models.DateField(_("covenant signed on"), null=True, blank=True)
    covenant_until = models.DateField(_("covenant holds until"), null=True, blank=True)
    ended_on = models.DateField(null=True, editable=False)
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="merged", editable=False
    )
    merged_at = models.DateTimeField(null=True, editable=False)
    made_up_for = models.ForeignKey(
        "GroupSession",
        verbose_name=_("made up for the rehearsal"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects = ScopedManager(_manager_class=_InTheBook, municipality="municipality")
    also_made_up = tenant_manager(OrganisationQuerySet)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                "municipality", Lower("name"), condition=Q(made_up_for=None), name="organisation_once"
            ),
            models.UniqueConstraint(
                "municipality",
                "made_up_for",
                Lower("name"),
                condition=Q(made_up_for__isnull=False),
                name="made_up_once_a_rehearsal",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationAlias(TenantModel):
    """Another name by which people know an organisation; a name leads to one organisation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="aliases")
    name = models.CharField(_("name"), max_length=NAME_LENGTH)

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        ordering = ["name"]
        constraints = [models.UniqueConstraint("municipality", Lower("name"), name="organisation_alias_once")]

    def __str__(self) -> str:
        return self.name


class ContactPerson(TenantModel):
    """A person in the address book, whatever organisation they work for; known by their e-mail address."""

    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone number at work"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("contact person")
        verbose_name_plural = _("contact persons")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                "municipality", Lower("email"), condition=~Q(email=""), name="contact_person_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class ContactQuerySet(TenantQuerySet):
    """Contacts by the day they hold on."""

    def current(self, *, today: date) -> "ContactQuerySet":
        return self.filter(from_date__lte=today).filter(Q(until_date=None) | Q(until_date__gte=today))


class Contact(TenantModel):
    """A person works for an organisation, in a role, for a time: who moves gets a new row, and history stays.

    `themes` holds the short names of the themes this person is the one to call about; empty is all of them.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contacts")
    person = models.ForeignKey(ContactPerson, on_delete=models.PROTECT, related_name="contacts")
    function = models.CharField(_("role in the organisation"), max_length=NAME_LENGTH, blank=True)
    themes = models.JSONField(_("themes"), default=list, blank=True)
    from_date = models.DateField(_("from"))
    until_date = models.DateField(_("until"), null=True, blank=True)

    objects = tenant_manager(ContactQuerySet)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["person__name", "pk"]

    def __str__(self) -> str:
        return f"{self.person} · {self.organisation}"


class AddressBookImport(TenantModel):
    """A file that was read and shown, and not taken over yet; the file itself is not kept."""

    rows = models.JSONField(default=list)
    file_name = models.CharField(max_length=120)
    read_at = models.DateTimeField()
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    taken_over_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("import of the address book")
        verbose_name_plural = _("imports of the address book")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name
