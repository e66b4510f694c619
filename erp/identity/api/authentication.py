"""API keys."""

from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request


class ApiKeyAuthentication(BaseAuthentication):
    """Bearer API keys."""

    def authenticate(self, request: Request) -> None:
        return None
