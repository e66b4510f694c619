"""Programs with an API key pass by what is there for people: sessions, forms' tokens, messages, sign-ins.

None of it can say anything about such a request, yet making and asking it all takes a sixth of the way in.
`ProgramsPass` and `PeopleEnd` stand before and behind that part of the middleware; whoever sends a
cookie, or anything but a bearer key, walks through it as ever.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

API = "/api/v1/"
PAGES_OF_API = "/api/v1/docs/"

Answering = Callable[[HttpRequest], HttpResponse]


def is_program(request: HttpRequest) -> bool:
    """Whether a request to the API identifies itself by a key and by nothing else."""
    sent = request.META
    return (
        sent.get("HTTP_AUTHORIZATION", "")[:7].lower() == "bearer "
        and not sent.get("HTTP_COOKIE")
        and request.path_info.startswith(API)
        and not request.path_info.startswith(PAGES_OF_API)
    )


class PeopleEnd:
    """The end of what is there for people alone."""

    def __init__(self, get_response: Answering) -> None:
        """One per process."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on."""
        return self.get_response(request)


class ProgramsPass:
    """Send programs straight to `PeopleEnd`, as nobody until their key is looked at."""

    def __init__(self, get_response: Answering) -> None:
        """Find the end of what programs pass by; it must stand further inside.

        Raises: AttributeError when it does not.
        """
        self.get_response = get_response
        inner: Any = get_response
        while not isinstance(inner, PeopleEnd):
            inner = inner.__wrapped__ if hasattr(inner, "__wrapped__") else inner.get_response
        self.pass_by: Answering = inner

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer on the shorter way or on the whole one."""
        if is_program(request):
            request.user = AnonymousUser()
            return self.pass_by(request)
        return self.get_response(request)
