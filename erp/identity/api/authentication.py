"""API keys: `Authorization: Bearer kept_…` makes a program the user that the key acts for."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import translation
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from erp.identity.calc.keys import digest_of
from erp.identity.models import ApiKey, User
from erp.identity.selectors.actors import actor_for_api_key, api_key_by_digest
from erp.identity.services.api_keys import note_use

MAX_KEY = 200


class ApiKeyAuthentication(BaseAuthentication):
    """Bearer API keys; one query, and at most one note of use a minute."""

    def authenticate(self, request: Request) -> tuple[User, ApiKey] | None:
        """The user and the key, or None when no key was sent.

        Raises: AuthenticationFailed when the key is unknown, revoked or expired.
        """
        scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        secret = secret.strip()
        key = api_key_by_digest(digest_of(secret)) if 0 < len(secret) <= MAX_KEY else None
        if key is None:
            raise AuthenticationFailed
        actor = actor_for_api_key(key)
        http = request._request
        http.actor = actor  # type: ignore[attr-defined]  # put on the request by the middleware
        if "Accept-Language" not in request.headers:
            translation.activate(key.user.language or settings.LANGUAGE_CODE)
        note_use(key)
        return key.user, key

    def authenticate_header(self, request: Request) -> str:
        """Makes refusals 401 and tells how to identify."""
        return 'Bearer realm="Kept API"'


class ApiKeyScheme(OpenApiAuthenticationExtension):
    """How the schema describes API keys."""

    target_class = ApiKeyAuthentication
    name = "apiKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """A bearer scheme."""
        return {"type": "http", "scheme": "bearer", "bearerFormat": "kept_…"}
