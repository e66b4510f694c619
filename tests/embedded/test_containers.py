import json
import re
import shlex
from pathlib import Path
from typing import Any

import yaml

from erp.embedded import commands

ROOT = Path(__file__).resolve().parents[2]
SAME = {
    "web": commands.web(host="0.0.0.0", port=8000, python="python"),
    "worker": commands.worker(python="python"),
    "beat": commands.beat(schedule="/data/beat-schedule", python="python"),
}


def compose() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def test_the_containers_run_the_processes_of_the_supervisor() -> None:
    services = compose()["services"]
    assert set(services) == {"db", "redis", "migrate", "web", "worker", "beat"}
    for name, command in SAME.items():
        assert services[name]["command"] == command, name
    assert services["migrate"]["command"] == ["python", "manage.py", "prepare", "--demo", "none"]


def test_the_product_waits_for_its_tables_and_they_for_the_servers() -> None:
    services = compose()["services"]
    for name in SAME:
        assert services[name]["depends_on"] == {"migrate": {"condition": "service_completed_successfully"}}
    assert set(services["migrate"]["depends_on"]) == {"db", "redis"}
    for name in ("db", "redis", "web"):
        assert services[name]["healthcheck"]["test"]
    assert services["db"]["image"] == "postgres:18"


def test_no_secret_is_written_down() -> None:
    services = compose()["services"]
    for name in (*SAME, "migrate"):
        environment = services[name]["environment"]
        assert environment["DJANGO_SETTINGS_MODULE"] == "erp.settings.prod"
        assert re.fullmatch(r"\$\{ERP_SECRET_KEY:\?.*\}", environment["ERP_SECRET_KEY"])
        assert "${POSTGRES_PASSWORD:?" in environment["DATABASE_URL"]
    assert services["db"]["environment"]["POSTGRES_PASSWORD"].startswith("${POSTGRES_PASSWORD:?")


def test_the_image_starts_the_web_server_by_default() -> None:
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    command = next(line.removeprefix("CMD ") for line in text.splitlines() if line.startswith("CMD "))
    assert json.loads(command) == SAME["web"]


def test_the_procfile_runs_the_same_processes() -> None:
    lines = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text().splitlines())
    text = {name: shlex.split(line) for name, line in lines.items()}
    assert [part.replace("${PORT:-8000}", "8000") for part in text["web"]] == SAME["web"]
    assert text["worker"] == SAME["worker"]
    assert text["beat"][:-1] == SAME["beat"][:-1]
