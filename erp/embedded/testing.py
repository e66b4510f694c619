"""`bin/test`: every check and every test on servers of its own that are thrown away afterwards."""

import fcntl
import os
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path
from types import FrameType

from erp.embedded import commands
from erp.embedded.chromium import find_chromium
from erp.embedded.console import Console
from erp.embedded.processes import Child, on_stop_signals
from erp.embedded.servers import Servers
from erp.embedded.trouble import Trouble
from erp.settings import env

FAST = "not slow and not browser and not concurrency"
FOLDERS = ["erp", "inventory", "production", "finance", "orders", "sla", "tests", "benchmarks"]


def checks(*, fast: bool) -> dict[str, list[str]]:
    """The checks that come before the tests, by name."""
    tools = Path(sys.executable).parent
    sources = ["manage.py", *(name for name in FOLDERS if any((env.ROOT / name).rglob("*.py")))]
    result = {
        "lint": [str(tools / "ruff"), "check", "."],
        "format": [str(tools / "ruff"), "format", "--check", "."],
        "import contracts": [str(tools / "lint-imports"), "--no-logo"],
        "types": [str(tools / "mypy"), *sources],
        "migrations": commands.manage("makemigrations", "--check", "--dry-run"),
        "translations": commands.manage("messages", "--check"),
    }
    if fast:
        del result["types"]
    return result


def workers() -> int:
    """How many workers share the tests: one more than cores, as they wait for browsers, servers and locks."""
    return max(2, os.cpu_count() or 1) + 1


def shared_out() -> list[str]:
    """Arguments of pytest that share all tests out one by one; tests/order.py has the longest begin first."""
    return ["-n", str(workers()), "--maxschedchunk", "1"]


class TestRun:
    """One run of `bin/test`."""

    def __init__(self, arguments: list[str]) -> None:
        self.fast = "--fast" in arguments
        self.arguments = [argument for argument in arguments if argument != "--fast"]
        self.console = Console(sys.stderr)
        self.asked: list[int] = []
        self.running: list[Child] = []
        self.template: Child | None = None
        self.failed: list[str] = []

    def run(self) -> int:
        """Start servers, check, test, stop; the exit code."""
        on_stop_signals(self._pass_on)
        self._require_browser()
        folder = Path(tempfile.mkdtemp(prefix="kept-test-"))
        folder.chmod(0o711)
        servers = Servers(
            folder,
            console=Console(quiet=True),
            kind="test",
            throw_away=True,
            is_cancelled=lambda: bool(self.asked),
        )
        try:
            servers.take()
            servers.start()
            environment = servers.environment() | {"DJANGO_SETTINGS_MODULE": "erp.settings.test"}
            if not self.arguments:
                if servers.postgres is not None:
                    environment |= self._begin_template(folder, environment)
                self._check(environment)
            return self._test(environment)
        finally:
            if self.template is not None:
                self.template.stop()
            servers.stop()
            if servers.place is not None and servers.place.home != folder:
                shutil.rmtree(servers.place.home, ignore_errors=True)
            shutil.rmtree(folder, ignore_errors=True)

    def _pass_on(self, number: int, _frame: FrameType | None) -> None:
        self.asked.append(number)
        for child in [*self.running, *([self.template] if self.template else [])]:
            if number != signal.SIGINT and child.process is not None:
                child.process.send_signal(number)

    def _require_browser(self) -> None:
        if env.REQUIRE_CHROMIUM and find_chromium(env.CHROMIUM) is None:
            raise Trouble(
                "The browser tests must run here, and there is no Chromium.",
                "install it (Debian, Ubuntu: apt-get install chromium fonts-noto-cjk) or set ERP_CHROMIUM.",
            )

    def _execute(self, command: list[str], environment: dict[str, str]) -> int:
        child = Child(name=command[0], command=command, env=environment, cwd=env.ROOT, keeps_terminal=True)
        child.start()
        self.running = [child]
        assert child.process is not None  # noqa: S101 -- it was just started
        code = child.process.wait()
        child.stop()
        self.running = []
        return code if code >= 0 else 128 - code

    def _begin_template(self, folder: Path, environment: dict[str, str]) -> dict[str, str]:
        """Migrate the servers' own database beside the checks; what the workers are told so as to copy it.

        The lock is the child's: it falls with its end, however it ends. A worker whose copy lacks something
        migrates it further, and meets the error that ended the child.
        """
        path = folder / "template.lock"
        with path.open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.template = Child(
                name="migrate",
                command=commands.manage("migrate", "--verbosity", "0"),
                env=environment,
                cwd=env.ROOT,
                log=folder / "migrate.log",
                inherits=(lock.fileno(),),
            )
            self.template.start()
        return {"ERP_TEST_TEMPLATE_LOCK": str(path)}

    def _check(self, environment: dict[str, str]) -> None:
        for name, command in checks(fast=self.fast).items():
            if self.asked:
                return
            began = time.monotonic()
            self.console.say(f"== {name}")
            code = self._execute(command, environment)
            if code:
                self.failed.append(name)
            self.console.done(name, "FAILED" if code else "ok", time.monotonic() - began)

    def _test(self, environment: dict[str, str]) -> int:
        if self.asked:
            return 128 + self.asked[0]
        arguments = self.arguments or shared_out()
        if self.fast:
            arguments = [*arguments, "-m", FAST]
        if self.failed:
            environment = environment | {"ERP_FAILED_CHECKS": ", ".join(self.failed)}
        code = self._execute([sys.executable, "-m", "pytest", *arguments], environment)
        return code or (1 if self.failed else 0)


def main(arguments: list[str]) -> int:
    """Run `bin/test`."""
    return TestRun(arguments).run()
