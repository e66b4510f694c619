"""Settings of `bin/up` and of a developer's shell."""

from erp.settings.base import *  # noqa: F403 -- a settings module is its base plus differences
from erp.settings.base import SECRET_KEY as _SECRET_KEY

# The supervisor writes a key of its own into the data directory and hands it over; this one only serves
# commands that run before that, and never a listening process.
SECRET_KEY = _SECRET_KEY or "only-for-commands-that-listen-to-nobody"
