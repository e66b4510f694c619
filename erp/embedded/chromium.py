"""Finding the browser that the browser tests drive."""

import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = (
    "/usr/bin/chromium",
    "/usr/lib/chromium/chromium",
    "/snap/bin/chromium",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def find_chromium(named: str = "") -> str | None:
    """The path of a Chromium or Chrome: the named one, one on PATH, or one in a usual place."""
    for candidate in (named, *(shutil.which(name) for name in NAMES), *PLACES):
        if candidate and Path(candidate).is_file():
            return candidate
    return None
