"""Requests to other people's servers: bounded in time and size, and never into the own network unasked.

An address that somebody typed into the product must not become a way to look around behind the
firewall (server-side request forgery): every address that a name stands for has to be public, the
connection goes to the very address that was checked, and no redirect is followed.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

from erp.core.errors import ExternalFault

MOST_BYTES = 65_536
_PORTS = {"http": 80, "https": 443}


class OutboundFault(ExternalFault):
    """The other side could not be reached or did not take it; `is_final` when trying again is pointless."""

    def __init__(self, code: str, *, is_final: bool = False, **facts: Any) -> None:
        """`facts` never hold the address: it may carry a key."""
        super().__init__(code, **facts)
        self.is_final = is_final


@dataclass(frozen=True)
class Answer:
    """What the other side said, its body cut after 64 KiB."""

    status: int
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", errors="replace")


def post(
    address: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    timeout: float = 8.0,
    allows_private: bool = False,
) -> Answer:
    """Send a POST and read the answer, all within `timeout` seconds.

    Raises: OutboundFault: `target_address`, `target_private` (both final), `target_unreachable`,
            `target_timeout`; a status is the caller's to judge.
    """
    parts = checked_address(address)
    host, port = str(parts.hostname), parts.port or _PORTS[parts.scheme]
    target = _reachable(host, port, allows_private=allows_private)
    connection = _connection(parts.scheme, host, port, target, timeout)
    is_late = threading.Event()  # the timer's own mark comes only after it has cut the connection
    stop = threading.Timer(timeout, _abort, [connection, is_late])
    stop.daemon = True
    stop.start()
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body=body, headers=dict(headers))
        answer = connection.getresponse()
        whole = Answer(answer.status, answer.read(MOST_BYTES))
        if is_late.is_set():  # cut off while it dripped: half an answer is none
            raise TimeoutError
        return whole
    except (OSError, http.client.HTTPException, ValueError) as error:
        was_late = isinstance(error, TimeoutError) or is_late.is_set()
        raise OutboundFault(
            "target_timeout" if was_late else "target_unreachable", why=type(error).__name__
        ) from None
    finally:
        stop.cancel()
        connection.close()


def checked_address(address: str) -> SplitResult:
    """A web address taken apart.

    Raises: OutboundFault `target_address` for anything that is no plain http or https address.
    """
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError:
        raise OutboundFault("target_address", is_final=True) from None
    is_plain = parts.scheme in _PORTS and parts.hostname and not parts.username and not parts.password
    if not is_plain or port == 0 or any(ord(sign) < 33 for sign in address.strip()):
        raise OutboundFault("target_address", is_final=True)
    return parts


def _reachable(host: str, port: int, *, allows_private: bool) -> str:
    """The address behind a name, when all of its addresses may be talked to.

    Raises: OutboundFault.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise OutboundFault("target_unreachable", why="unknown host") from None
    addresses = [str(entry[4][0]) for entry in found]
    for one in addresses:
        if not _is_allowed(one, allows_private=allows_private):
            raise OutboundFault("target_private", is_final=True)
    return addresses[0]


def _is_allowed(address: str, *, allows_private: bool) -> bool:
    """Public ones; with `allows_private` those of the own network, never multicast or link-local ones."""
    ip = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    ip = mapped or ip
    if ip.is_multicast or ip.is_link_local or ip.is_unspecified or (ip.is_reserved and not ip.is_loopback):
        return False
    return ip.is_global or allows_private


def _connection(scheme: str, host: str, port: int, target: str, timeout: float) -> http.client.HTTPConnection:
    """A connection that goes to the address that was checked, whatever the name says by now."""
    connection: http.client.HTTPConnection
    context = ssl.create_default_context() if scheme == "https" else None
    connection = http.client.HTTPConnection(host, port, timeout=timeout)
    until = time.monotonic() + timeout

    def connect() -> None:
        plain = socket.create_connection((target, port), timeout)
        connection.sock = context.wrap_socket(plain, server_hostname=host) if context else plain
        if time.monotonic() >= until:
            raise TimeoutError

    connection.connect = connect  # type: ignore[method-assign]  # the one step that differs
    return connection


def _abort(connection: http.client.HTTPConnection, is_late: threading.Event) -> None:
    """End a conversation that takes too long, wherever it is."""
    is_late.set()
    held = connection.sock
    if held is not None:
        try:
            held.shutdown(socket.SHUT_RDWR)
        except OSError:
            return
