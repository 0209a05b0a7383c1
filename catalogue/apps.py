"""The app that holds the national set of statements and what belongs to it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    """Statements, themes, terms, advice and party kinds: platform data, of no single municipality."""

    name = "catalogue"
    label = "catalogue"
    verbose_name = _("Statements and advice")
