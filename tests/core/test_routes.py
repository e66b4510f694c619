"""Addresses found by their first segment answer as Django's own resolver would."""

import pytest
from django.urls import NoReverseMatch, get_resolver, resolve, reverse
from django.urls.resolvers import URLResolver

from erp.core.http.routes import SegmentResolver


def _api() -> SegmentResolver:
    [found] = [one for one in get_resolver().url_patterns if isinstance(one, SegmentResolver)]
    return found


@pytest.mark.parametrize(
    "path",
    [
        "orders/",
        "orders/ord_1/",
        "orders/ord_1/submit/",
        "credit/C-1/",
        "receivables/ageing/",
        "schema/",
        "docs/problems/busy",
        "nowhere/",
        "orders.json",
        "ordersx/",
        "",
    ],
)
def test_every_address_leads_where_it_led_before(path: str):
    found, before = resolve(f"/api/v1/{path}"), URLResolver.resolve(_api(), f"api/v1/{path}")
    assert (found.func, found.args, found.kwargs, found.url_name) == (
        before.func,
        before.args,
        before.kwargs,
        before.url_name,
    )


def test_addresses_are_still_made_by_name():
    assert reverse("orders-list") == "/api/v1/orders/"
    with pytest.raises(NoReverseMatch):
        reverse("orders-nothing")
