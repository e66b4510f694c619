"""The content security policy of answers that add nothing of their own to it."""

from __future__ import annotations

from typing import Any

from csp.constants import HEADER
from csp.middleware import CheckableLazyObject, CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

_RULES_OF_ONE_ANSWER = ("_csp_exempt", "_csp_config", "_csp_update", "_csp_replace")


class PolicyMiddleware(CSPMiddleware):
    """Say the policy of the settings as a text that is made once; the library makes it anew for every answer.

    Answers with a nonce or rules of their own, and those of a debugging server, are left to the library.
    """

    _known: tuple[Any, str] = (None, "")

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Put the header on the answer, unless the settings leave its address out."""
        policy = settings.CONTENT_SECURITY_POLICY
        if settings.DEBUG or hasattr(request, "_csp_nonce") or _has_rules(response):
            return super().process_response(request, response)
        known, text = self._known
        if known is not policy:
            text = build_policy()
            self._known = (policy, text)
        left_out = tuple(policy.get("EXCLUDE_URL_PREFIXES", ()))
        if HEADER not in response and not request.path_info.startswith(left_out):
            response[HEADER] = text
        # a nonce that is asked for after this would be worth nothing: the library refuses it
        request.csp_nonce = CheckableLazyObject(self._csp_nonce_post_response)  # type: ignore[attr-defined]  # put on the request by the library
        return response


def _has_rules(response: HttpResponseBase) -> bool:
    return any(hasattr(response, name) for name in _RULES_OF_ONE_ANSWER)
