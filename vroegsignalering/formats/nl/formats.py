"""Dutch: 14.32, and with a date: 22 november 2026, 14.32 uur."""

TIME_FORMAT = "H.i"
DATETIME_FORMAT = r"j F Y, H.i \u\u\r"
SHORT_DATETIME_FORMAT = r"j F, H.i \u\u\r"
