from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Finds and makes people by their e-mail address, whatever its capitals."""

    def create_user(self, email: str, **fields: Any) -> "User":
        """Make a person without a password: a code sent to the address is the only way in."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_unusable_password()
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who signs in; what they may do comes from memberships and appointments, never from here."""

    email = models.EmailField(_("e-mail address"), unique=True, max_length=254)
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=2, blank=True)
    tours_seen = models.JSONField(_("tours seen"), default=list, blank=True)
    # Raising it withdraws the link to this person's calendar.
    calendar_link_version = models.PositiveSmallIntegerField(default=1, editable=False)
    erased_at = models.DateTimeField(null=True, editable=False)
    is_active = models.BooleanField(_("may sign in"), default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name or self.email
