"""English, as it is written in the Netherlands: 14:32, and with a date: 22 November 2026, 14:32."""

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "j M Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y, H:i"
SHORT_DATETIME_FORMAT = "j F, H:i"
