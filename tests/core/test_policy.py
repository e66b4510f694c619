"""The policy of answers: the library's own words, whoever writes the header."""

from typing import Any

import pytest
from csp.exceptions import CSPNonceError
from csp.middleware import CSPMiddleware
from django.http import HttpResponse
from django.test import RequestFactory, override_settings

from erp.core.http.policy import PolicyMiddleware

HEADER = "Content-Security-Policy"


def answered(middleware, path="/api/v1/orders/", **attributes):
    """The header of an answer that has these attributes."""
    response = HttpResponse()
    for name, value in attributes.items():
        setattr(response, name, value)
    return middleware(lambda _request: response)(RequestFactory().get(path)).headers.get(HEADER)


@pytest.mark.parametrize(
    ("path", "attributes"),
    [
        ("/orders/", {}),
        ("/admin/login/", {}),
        ("/api/v1/docs/", {}),
        ("/orders/", {"_csp_exempt": True}),
        ("/orders/", {"_csp_update": {"img-src": ["https://example.com"]}}),
        ("/orders/", {"_csp_replace": {"img-src": ["'none'"]}}),
    ],
)
def test_it_is_what_the_library_would_say(path, attributes):
    assert answered(PolicyMiddleware, path, **attributes) == answered(CSPMiddleware, path, **attributes)


def test_a_nonce_can_not_be_had_too_late():
    request: Any = RequestFactory().get("/orders/")
    PolicyMiddleware(lambda _request: HttpResponse())(request)
    with pytest.raises(CSPNonceError):
        str(request.csp_nonce)


def test_other_settings_are_another_policy():
    middleware: Any = PolicyMiddleware(lambda _request: HttpResponse())
    assert "default-src 'self'" in middleware(RequestFactory().get("/")).headers[HEADER]
    with override_settings(CONTENT_SECURITY_POLICY={"DIRECTIVES": {"default-src": ["'none'"]}}):
        assert middleware(RequestFactory().get("/")).headers[HEADER] == "default-src 'none'"
