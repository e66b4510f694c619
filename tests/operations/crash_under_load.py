"""Kill the web server, then PostgreSQL, of a running `bin/up` under a load of orders: is all of it kept?

    bin/up --port 8392 --data-dir /tmp/crash --demo small          (in one terminal)
    .venv/bin/python -m tests.operations.crash_under_load --data-dir /tmp/crash --orders 150

Every order is sent until it is answered, with the same `Idempotency-Key`. At a third of them the web server
is killed (SIGKILL, all of its processes), at two thirds PostgreSQL. Afterwards every answered order has to be
there exactly once, and `bin/manage check_integrity` has to pass.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from erp.settings.env import ROOT, process_environment

PATIENCE = 120.0
SERVERS = ("DATABASE_URL", "REDIS_URL", "ERP_RUN_DIR")


class Load:
    """Orders over HTTP, each until it is answered; counts what went wrong on the way."""

    def __init__(self, port: int, secret: str, body: dict[str, Any]) -> None:
        """Nothing is sent yet."""
        self.port, self.secret, self.body = port, secret, body
        self.run = uuid.uuid4().hex[:8]
        self.done: dict[str, str] = {}  # external id → number
        self.troubles: dict[str, int] = {}
        self.lock = threading.Lock()

    def call(self, method: str, path: str, body: Any = None, key: str = "") -> tuple[int, Any]:
        """One request on a connection of its own.

        Raises: OSError, HTTPException when the server is away.
        """
        headers = {"Authorization": f"Bearer {self.secret}", "Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            link.request(method, f"/api/v1/{path}", json.dumps(body) if body is not None else None, headers)
            answer = link.getresponse()
            return answer.status, json.loads(answer.read() or b"{}")
        finally:
            link.close()

    def order(self, number: int) -> None:
        """Send one order until it is answered.

        Raises: RuntimeError when it is refused, or is not answered within two minutes.
        """
        name, key = f"{self.run}-{number}", str(uuid.uuid4())
        body = self.body | {"external_id": name, "customer_po": self.run, "submit": True}
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                status, answer = self.call("POST", "orders/", body, key)
            except (OSError, http.client.HTTPException, ValueError) as error:
                self._trouble(type(error).__name__)
            else:
                if status in {200, 201}:
                    with self.lock:
                        self.done[name] = answer["number"]
                    return
                self._trouble(str(status))
                if status < 500 and status not in {409, 429}:
                    raise RuntimeError(f"{name} was refused: {status} {answer}")
            time.sleep(0.3)
        raise RuntimeError(f"{name} was not answered within {PATIENCE:.0f} s")

    def _trouble(self, name: str) -> None:
        with self.lock:
            self.troubles[name] = self.troubles.get(name, 0) + 1


def family(pid: int) -> list[int]:
    """A process and all that came from it."""
    rows = subprocess.run(["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True)
    parents = [tuple(map(int, line.split())) for line in rows.stdout.splitlines()]
    found = [pid]
    for one in found:
        found += [child for child, parent in parents if parent == one]
    return found


def strike(data_dir: Path, name: str) -> str:
    """SIGKILL one server of the run: the web server with its workers, PostgreSQL by its postmaster."""
    record = json.loads((data_dir / "run.json").read_text())
    pid = next(child["pid"] for child in record["children"] if child["name"] == name)
    victims = [pid] if name == "postgres" else family(pid)
    for one in victims:
        os.kill(one, signal.SIGKILL)
    return f"{name}: killed {len(victims)} process(es)"


def manage(data_dir: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`bin/manage` against the servers of the run."""
    inherited = {name: value for name, value in process_environment().items() if name not in SERVERS}
    return subprocess.run(
        [str(ROOT / "bin" / "manage"), *arguments],
        env=inherited | {"ERP_DATA_DIR": str(data_dir)},
        capture_output=True,
        text=True,
        check=False,
    )


def main() -> int:
    """Do it and tell; 0 when nothing was lost, doubled or left out of balance."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--orders", type=int, default=150)
    parser.add_argument("--connections", type=int, default=6)
    asked = parser.parse_args()
    port = int(
        json.loads((asked.data_dir / "run.json").read_text())["address"].rstrip("/").rpartition(":")[2]
    )
    made = manage(asked.data_dir, "create_api_key", "--user", "admin", "--name", "crash under load")
    load = Load(port, made.stdout.split()[-1], {})
    customer = load.call("GET", "customers/?page_size=1")[1]["results"][0]
    products = load.call("GET", "products/?page_size=50")[1]["results"]
    sold = [row["sku"] for row in products if row.get("list_price") not in {None, "0.00"}][:3] or [
        row["sku"] for row in products[:3]
    ]
    load.body = {
        "customer": customer["code"],
        "lines": [{"product": sku, "quantity": "1", "unit_price": "10.00"} for sku in sold],
    }
    strikes = {asked.orders // 3: "web", asked.orders * 2 // 3: "postgres"}
    told: list[str] = []

    def work(number: int) -> None:
        if number in strikes:
            told.append(strike(asked.data_dir, strikes[number]))
        load.order(number)

    began = time.monotonic()
    with ThreadPoolExecutor(asked.connections) as pool:
        failures = [
            str(e) for e in (f.exception() for f in [pool.submit(work, n) for n in range(asked.orders)]) if e
        ]
    seconds = time.monotonic() - began
    there: list[str] = []
    path = f"orders/?customer_po={load.run}&page_size=200"
    while path:
        _status, page = load.call("GET", path)
        there += [row["external_id"] for row in page["results"]]
        path = page["next"].rpartition("/api/v1/")[2] if page.get("next") else ""
    lost = sorted(set(load.done) - set(there))
    doubled = sorted({name for name in there if there.count(name) > 1})
    proof = manage(asked.data_dir, "check_integrity")
    report = {
        "orders": asked.orders,
        "answered": len(load.done),
        "seconds": round(seconds, 1),
        "strikes": told,
        "troubles_on_the_way": load.troubles,
        "failures": failures[:5],
        "lost": lost,
        "doubled": doubled,
        "check_integrity": proof.returncode,
    }
    sys.stdout.write(json.dumps(report, indent=1) + "\n")
    if proof.returncode:
        sys.stdout.write(proof.stdout[-3000:] + proof.stderr[-1000:])
    return int(bool(failures or lost or doubled or proof.returncode or len(there) != asked.orders))


if __name__ == "__main__":
    sys.exit(main())
