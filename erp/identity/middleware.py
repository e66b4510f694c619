"""Gives every request its reader: actor, language and time zone."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

from erp.identity.models import User
from erp.identity.selectors.actors import actor_for


class ReaderMiddleware:
    """Put the actor on the request and switch to the reader's language and zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the reader's language and zone, and say which language it is."""
        request.actor = SimpleLazyObject(lambda: actor_for(request.user))  # type: ignore[attr-defined]  # put on the request by the middleware
        reader = request.user if settings.SESSION_COOKIE_NAME in request.COOKIES else None
        language, zone = "", None
        if isinstance(reader, User) or getattr(reader, "is_authenticated", False):
            language, zone = reader.language, _zone(reader.time_zone)  # type: ignore[union-attr]  # set whenever this is reached
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        supported = dict(settings.LANGUAGES)
        if language not in supported:
            language = chosen if chosen in supported else translation.get_language_from_request(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        if zone is not None:
            timezone.activate(zone)
        else:
            timezone.deactivate()
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language() or language)
        return response


def _zone(name: str) -> zoneinfo.ZoneInfo | None:
    if not name:
        return None
    try:
        return zoneinfo.ZoneInfo(name)
    except (ValueError, zoneinfo.ZoneInfoNotFoundError):
        return None
