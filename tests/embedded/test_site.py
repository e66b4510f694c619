"""Where links in messages lead when `bin/up` serves the product."""

import socket

import pytest

from erp.embedded.supervisor import outward_name, own_names, web_address


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("::1", "http://[::1]:8000"),
        ("erp.test", "http://erp.test:8000"),
    ],
)
def test_the_address_that_is_served(host, address):
    assert web_address(outward_name(host), 8000) == address


def test_for_all_addresses_it_is_the_one_that_leads_out():
    name = outward_name("0.0.0.0")
    assert name not in {"0.0.0.0", ""}
    assert name in own_names("0.0.0.0")


def test_without_any_network_it_is_the_machines_name(monkeypatch):
    def offline(*_args, **_more):
        raise OSError

    monkeypatch.setattr(socket.socket, "connect", offline)
    assert outward_name("0.0.0.0") == socket.gethostname()
