"""Settings that are computed."""

import pytest

from erp.settings import base


@pytest.mark.parametrize(
    ("address", "cache"),
    [
        ("redis://host:6379", "redis://host:6379/2"),
        ("redis://host:6379/", "redis://host:6379/2"),
        ("redis://:secret@host:6379/3", "redis://:secret@host:6379/5"),
        ("rediss://host:6379/0?ssl_cert_reqs=none", "rediss://host:6379/2?ssl_cert_reqs=none"),
        ("unix:///run/valkey.sock", "unix:///run/valkey.sock?db=2"),
    ],
)
def test_databases_count_from_the_one_that_the_address_names(monkeypatch, address, cache):
    monkeypatch.setattr(base, "_redis", address)
    assert base.redis_database(2) == cache
