"""The kinds of spreadsheets, as they stand at the end of an address."""

from django.urls import register_converter
from django.urls.converters import StringConverter

from .spreadsheets import TYPES


class Spreadsheet(StringConverter):
    """The ending of a spreadsheet: `adresboek.<spreadsheet:sheet>`."""

    regex = "|".join(TYPES)


register_converter(Spreadsheet, "spreadsheet")
