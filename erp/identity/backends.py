"""Sign-in by name and password; rights come from roles."""

from django.contrib.auth.backends import ModelBackend


class RoleBackend(ModelBackend):
    """Django's own password check."""
