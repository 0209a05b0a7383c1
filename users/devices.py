"""What somebody calls the device of a sign-in: a browser and a system, read from what the browser tells."""

BROWSERS = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
]
"""A word in what the browser tells → its name; the first that fits, because most claim to be others too."""
SYSTEMS = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
]


def device_name(user_agent: str) -> str:
    """Return such as “Firefox · Windows”; empty when neither is known."""
    parts = [next((name for word, name in names if word in user_agent), "") for names in (BROWSERS, SYSTEMS)]
    return " · ".join(part for part in parts if part)
