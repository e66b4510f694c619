"""Orders of three lines from entry to payment over HTTP: two web workers, eight connections."""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection, connections
from django.test import Client, override_settings

from benchmarks._world import BOSS, counted, deadlocks, make_company, milliseconds
from erp.core.integrity import run_checks
from erp.identity.services.api_keys import create_api_key
from erp.identity.services.users import make_administrator
from erp.processes.services.shipped import publish_shipped
from erp.settings.env import ROOT, process_environment

ORDERS = 200
CONNECTIONS = 8
WORKERS = 2


class Caller:
    """One connection with an API key; every POST carries its own idempotency key.

    It writes and reads HTTP itself: it runs on the processors that it measures, and the library's reading
    of headers would take a twentieth of them.
    """

    def __init__(self, port: int, secret: str) -> None:
        """Open the connection."""
        self.link = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.always = f"HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {secret}\r\n"

    def post(self, path: str, body: dict[str, Any], etag: str = "") -> tuple[dict[str, Any], str]:
        """POST and give the document with its ETag.

        Raises: RuntimeError for anything but success.
        """
        data = json.dumps(body).encode()
        seen = f"If-Match: {etag}\r\n" if etag else ""
        head = (
            f"POST /api/v1/{path} {self.always}{seen}Idempotency-Key: {uuid.uuid4()}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
        )
        self.link.sendall(head.encode() + data)
        return self._answer(path)

    def get(self, path: str) -> dict[str, Any]:
        """GET a document or list."""
        self.link.sendall(f"GET /api/v1/{path} {self.always}\r\n".encode())
        return self._answer(path)[0]

    def _answer(self, path: str) -> tuple[dict[str, Any], str]:
        head, _end, data = self._received(b"", b"\r\n\r\n").partition(b"\r\n\r\n")
        status, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, _colon, value in (line.partition(": ") for line in lines)}
        while len(data) < int(headers["content-length"]):
            data = self._received(data)
        if not status.startswith("HTTP/1.1 2"):
            raise RuntimeError(f"{path}: {status} {data[:300]!r}")
        return json.loads(data), headers.get("etag", "")

    def _received(self, data: bytes, until: bytes = b"") -> bytes:
        """What has come so far and what comes next, up to some bytes at least."""
        while True:
            more = self.link.recv(65536)
            if not more:
                raise RuntimeError("The server hung up.")
            data += more
            if until in data:
                return data


def one_order(caller: Any, customer: str, items: list[str]) -> None:
    """An order's life as an integrator leads it; routine orders confirm themselves at submit."""
    lines = [{"product": item, "quantity": "2"} for item in items]
    order, etag = caller.post("orders/", {"customer": customer, "lines": lines})
    order, _etag = caller.post(f"orders/{order['id']}/submit/", {}, etag)
    if order["state"] != "confirmed":
        raise RuntimeError(f"{order['number']} is {order['state']}")
    shipment, _etag = caller.post("shipments/", {"order": order["number"]})
    if isinstance(shipment, list):
        shipment = shipment[0]
    elif "results" in shipment:
        shipment = shipment["results"][0]
    caller.post(f"shipments/{shipment['id']}/pick/", {})
    caller.post(f"shipments/{shipment['id']}/pack/", {})
    body = {"carrier": "UPS", "tracking_number": order["number"]}
    caller.post(f"shipments/{shipment['id']}/ship/", body)
    invoice = caller.get(f"invoices/?order={order['number']}")["results"][0]
    caller.post(
        "payments/",
        {
            "customer": customer,
            "amount": invoice["total"],
            "currency": "USD",
            "allocations": [{"invoice": invoice["number"], "amount": invoice["total"]}],
        },
    )


class InProcess(Caller):
    """The same calls through Django's test client, to count statements."""

    def __init__(self, secret: str) -> None:
        """Take a client that needs no server."""
        self.client = Client(headers={"authorization": f"Bearer {secret}"})

    def post(self, path: str, body: dict[str, Any], etag: str = "") -> tuple[dict[str, Any], str]:
        """POST in process."""
        headers = {"idempotency-key": str(uuid.uuid4()), **({"if-match": etag} if etag else {})}
        answer = self.client.post(
            f"/api/v1/{path}", json.dumps(body), content_type="application/json", headers=headers
        )
        if answer.status_code >= 300:
            raise RuntimeError(f"{path}: {answer.status_code} {answer.content[:300]!r}")
        return answer.json(), answer.headers.get("ETag", "")

    def get(self, path: str) -> dict[str, Any]:
        """GET in process."""
        return self.client.get(f"/api/v1/{path}").json()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _database_address() -> str:
    known = connection.settings_dict
    if str(known["HOST"]).startswith("/"):
        return f"postgres://{known['USER']}@/{known['NAME']}?host={known['HOST']}"
    secret = f":{known['PASSWORD']}" if known["PASSWORD"] else ""
    return f"postgres://{known['USER']}{secret}@{known['HOST']}:{known['PORT'] or 5432}/{known['NAME']}"


def _serve(port: int) -> subprocess.Popen[bytes]:
    environment = process_environment() | {
        "DATABASE_URL": _database_address(),
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "erp.settings.dev"),
        "ERP_SECRET_KEY": "bench",
        "ERP_LOG_LEVEL": "ERROR",
        "ERP_DEBUG": "0",  # a debugging worker prepares no statements and keeps the text of each
    }
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", str(WORKERS)]
    command += ["--blocking-threads", "4", "--host", "127.0.0.1", "--port", str(port), "--no-access-log"]
    return subprocess.Popen([*command, "erp.wsgi:application"], cwd=ROOT, env=environment)  # noqa: S603 -- our own command, without a shell


def _wait(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            link = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            link.request("GET", "/health/live/")
            if link.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("The web workers did not start.")


def run(scale: int) -> dict[str, Any]:
    """Orders per second, answer times and statements per order; the books are proven afterwards."""
    orders = scale or ORDERS
    customers, items = make_company(customers=100, items=10)
    publish_shipped(codes=("order_fulfillment",))  # routine orders confirm themselves by it
    names = ([f"B-{n}" for n in range(len(customers))], [f"B-{n}" for n in range(len(items))])
    _key, secret = create_api_key(
        user_id=make_administrator().pk,
        name="bench",
        scopes=["*"],
        requests_per_second=10_000,
        burst=10_000,
        actor=BOSS,
    )
    with override_settings(ALLOWED_HOSTS=["*"]):
        one_order(InProcess(secret), "B-1", ["B-1", "B-2", "B-3"])
        with counted() as statements:
            one_order(InProcess(secret), "B-1", ["B-1", "B-2", "B-3"])
    port = _free_port()
    before = deadlocks()
    connections.close_all()
    server = _serve(port)
    try:
        _wait(port)
        times, seconds = _load(port, secret, orders, names)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=20)
    return {
        "orders": orders,
        "orders_per_second": round(orders / seconds, 1),
        "order": milliseconds(times),
        "statements_per_order": statements["statements"],
        "statements_with_begin_and_commit": statements["with_transactions"],
        "deadlocks": deadlocks() - before,
        "broken_invariants": [f.check.code for f in run_checks() if f.rows],
    }


def _load(
    port: int, secret: str, orders: int, names: tuple[list[str], list[str]]
) -> tuple[list[float], float]:
    customers, items = names

    def share(seed: int) -> list[float]:
        chance, caller, times = random.Random(seed), Caller(port, secret), []
        for _ in range(orders // CONNECTIONS):
            started = time.perf_counter()
            one_order(caller, chance.choice(customers), chance.sample(items, 3))
            times.append(time.perf_counter() - started)
        return times

    for _ in range(4):
        one_order(Caller(port, secret), customers[0], items[:3])
    started = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        times = [t for part in pool.map(share, range(CONNECTIONS)) for t in part]
    return times, time.perf_counter() - started
