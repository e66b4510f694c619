"""What the import contracts can't see: the house rules, read from the syntax trees."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
READS_ENVIRONMENT = {
    "erp/settings/env.py",
    "erp/asgi.py",  # the three entry points name the settings module
    "erp/wsgi.py",
    "erp/celery.py",
    "erp/core/metrics.py",  # tells the metrics library, which reads nothing else, where its files are
}
BULK_STEPS = {"dataset", "demo", "history"}  # steps of bulk loads share a positional load object
MOST_LINES = 400  # of a module; longer ones are two
APPS = ("inventory", "production", "finance", "orders", "sla")
ENGINES = ("core", "identity", "masterdata", "rules", "processes", "reports", "notifications")


def sources(*parts: str):
    folders = [ROOT / app for app in APPS] + [ROOT / "erp"]
    for folder in folders:
        for path in sorted(folder.rglob("*.py")):
            if "migrations" in path.parts or "embedded" in path.parts:
                continue
            if not parts or any(
                part in path.relative_to(ROOT).parts or path.name == f"{part}.py" for part in parts
            ):
                yield path


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def calls(path: Path, name: str):
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == name:
            yield node


def where(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT)}:{node.lineno}"  # type: ignore[attr-defined]  # an attribute added to somebody else's object


def test_rows_are_locked_in_locks_only():
    found = [
        where(path, node)
        for path in sources()
        if path.name != "locks.py" and path.parent.name != "locks"
        for node in calls(path, "select_for_update")
    ]
    assert found == []


def test_transactions_belong_to_services_and_core():
    allowed = {"services", "core"}
    found = [
        where(path, node)
        for path in sources()
        if not allowed & set(path.relative_to(ROOT).parts)
        for node in calls(path, "atomic")
    ]
    assert found == []


def test_states_change_by_transition_only():
    found = []
    for path in sources():
        for node in calls(path, "update"):
            names = {keyword.arg for keyword in node.keywords}
            if names & {"state", "fulfillment_state", "billing_state"}:
                found.append(where(path, node))
    allowed = {"orders/services/intake.py"}  # IntakeError.state is a plain choice without a machine
    assert [place for place in found if place.split(":")[0] not in allowed] == []


def test_no_signals_carry_business_logic():
    found = []
    for path in sources():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ImportFrom) and node.module in {
                "django.db.models.signals",
                "django.dispatch",
            }:
                found.append(where(path, node))
    assert found == []


def test_selectors_never_write():
    writes = {"create", "bulk_create", "bulk_update", "delete", "save", "get_or_create", "update_or_create"}
    found = [
        where(path, node) for path in sources("selectors") for name in writes for node in calls(path, name)
    ]
    assert found == []


def test_the_environment_is_read_in_one_place():
    found = []
    for path in sources():
        if path.relative_to(ROOT).as_posix() in READS_ENVIRONMENT:
            continue
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.Attribute) or node.attr not in {"environ", "getenv"}:
                continue
            if isinstance(node.value, ast.Name) and node.value.id == "os":
                found.append(where(path, node))
    assert found == []


def test_public_functions_of_the_inner_rooms_say_what_they_mean():
    found = []
    for path in sources("services", "selectors", "calc", "events", "locks"):
        for node in tree(path).body:
            if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name.startswith("_"):
                continue
            if ast.get_docstring(node) is None:
                found.append(where(path, node))
    assert found == []


def test_commands_take_keywords_only():
    found = []
    for path in sources("services"):
        if BULK_STEPS & set(path.parts):
            continue
        for node in tree(path).body:
            if not isinstance(node, ast.FunctionDef):
                continue
            is_command = any(
                isinstance(d, ast.Call) and isinstance(d.func, ast.Name) and d.func.id == "command"
                for d in node.decorator_list
            )
            if is_command and (node.args.args or node.args.posonlyargs):
                found.append(where(path, node))
    assert found == []


def test_modules_stay_short():
    found = {
        str(path.relative_to(ROOT)): count
        for path in sources()
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    }
    assert found == {}


def test_no_room_is_called_utils():
    banned = {"utils.py", "helpers.py", "misc.py", "common.py"}
    assert [str(path.relative_to(ROOT)) for path in sources() if path.name in banned] == []


def test_only_one_django_fsm_is_installed():
    listing = subprocess.run(
        [sys.executable, "-c", "import importlib.metadata as m; print([d.name for d in m.distributions()])"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "'django-fsm-2'" in listing
    assert "'django-fsm'" not in listing


@pytest.mark.parametrize("app", [*APPS, *(f"erp/{engine}" for engine in ENGINES)])
def test_every_app_has_migrations_and_a_name(app):
    assert (ROOT / app / "apps.py").exists()
    assert (ROOT / app / "migrations" / "__init__.py").exists()


def test_no_test_empties_the_first_rows():
    """The plugin's flush would take the migrations' rows along; `transactional_db` of conftest does not."""
    found = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        if "django_db(transaction" + "=True" in path.read_text(encoding="utf-8")
    ]
    assert found == []
