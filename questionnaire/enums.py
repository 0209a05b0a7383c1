from django.db import models
from django.utils.translation import gettext_lazy as _


class AnswerKind(models.TextChoices):
    """Not answered is no row at all: three kinds of empty are three things."""

    VALUE = "value", _("answered")
    NOT_APPLICABLE = "not_applicable", _("does not apply")
    DONT_KNOW = "dont_know", _("I don't know")


class RevealedKind(models.TextChoices):
    """What a reveal shows of a party."""

    VALUE = "value", _("answered")
    NOT_APPLICABLE = "not_applicable", _("does not apply")
    DONT_KNOW = "dont_know", _("doesn't know")
    UNANSWERED = "unanswered", _("not answered")
    ABSENT = "absent", _("absent (empty chair)")


class Moment(models.TextChoices):
    BEFORE_TALK = "before_talk", _("before the talk")
    AFTER_TALK = "after_talk", _("after the talk")


class Source(models.TextChoices):
    OWN_DEVICE = "own_device", _("own phone")
    PAPER = "paper", _("paper")
