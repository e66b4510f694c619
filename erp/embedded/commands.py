"""The processes the product consists of; the container file and the Procfile run the same ones."""

import sys

from erp.settings.env import DATA_DIR, ROOT

APPLICATION = "erp.wsgi:application"
CELERY = "erp.celery"
MANAGE = ROOT / "manage.py"


def web(*, host: str, port: int, python: str = sys.executable) -> list[str]:
    """The web server: two processes with eight threads each, restarted when one falls."""
    return [
        python, "-m", "granian", "--interface", "wsgi", "--workers", "2", "--blocking-threads", "8",
        "--host", host, "--port", str(port), "--no-ws", "--respawn-failed-workers",
        "--workers-kill-timeout", "8", APPLICATION,
    ]  # fmt: skip


def worker(*, python: str = sys.executable) -> list[str]:
    """The worker: does what need not be done while someone waits."""
    return [
        python, "-m", "celery", "--app", CELERY, "worker", "--concurrency", "2", "--loglevel", "INFO",
        "--without-gossip", "--without-mingle",
    ]  # fmt: skip


def beat(*, schedule: str = str(DATA_DIR / "beat" / "schedule"), python: str = sys.executable) -> list[str]:
    """The clock: asks the worker for the recurring tasks."""
    return [
        python, "-m", "celery", "--app", CELERY, "beat", "--loglevel", "INFO", "--pidfile", "",
        "--schedule", schedule,
    ]  # fmt: skip


def manage(*arguments: str, python: str = sys.executable) -> list[str]:
    """A management command."""
    return [python, str(MANAGE), *arguments]
