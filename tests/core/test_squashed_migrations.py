"""A new database is made by squashed migrations: they say what the files before them say."""

import importlib
from typing import Any

import pytest
from django.db import connection
from django.db.migrations import Migration, RunPython, RunSQL
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ModelState
from django.db.migrations.writer import MigrationWriter

SQUASHED = {
    key: migration for key, migration in MigrationLoader(None).disk_migrations.items() if migration.replaces
}
ONLY_FOR_OLDER_ROWS = {
    ("inventory", "0019_purchase_mails_and_known_levels"),
    ("orders", "0004_promises_that_keep_watch"),
    ("orders", "0015_quotation_holds"),
    ("production", "0002_bom_versions_routings_work_centers"),
    ("production", "0016_waits_of_queue_and_move"),
    ("production", "0018_outputs_are_expected"),
    ("sla", "0005_tasks_are_due_by_their_clocks"),
    ("sla", "0007_intervals_end_with_pauses"),
}


def _said(model: ModelState) -> Any:
    """All that a state says of a model, comparable; the order of its columns is not looked at."""
    options = {
        name: sorted(repr(each) for each in value) if name in ("indexes", "constraints") else value
        for name, value in model.options.items()
        if value or name not in ("indexes", "constraints")
    }
    fields = {name: MigrationWriter.serialize(field)[0] for name, field in model.fields.items()}
    return fields, options, model.bases, [name for name, _manager in model.managers]


def _steps(migration: type[Migration] | Migration) -> list[RunPython | RunSQL]:
    return [each for each in migration.operations if isinstance(each, RunPython | RunSQL)]


def test_squashed_migrations_end_with_the_same_models() -> None:
    new = MigrationLoader(None)
    old = MigrationLoader(None, replace_migrations=False)
    for key in SQUASHED:
        if not old.graph.node_map[key].children:
            old.graph.nodes.pop(key)
            old.graph.node_map.pop(key)
    one, other = new.project_state(), old.project_state(old.graph.leaf_nodes())
    assert one.models.keys() == other.models.keys()
    assert [key for key in one.models if _said(one.models[key]) != _said(other.models[key])] == []


@pytest.mark.parametrize("key", sorted(SQUASHED), ids="-".join)
def test_every_step_is_carried_or_known_to_be_for_older_rows(key: tuple[str, str]) -> None:
    squashed = SQUASHED[key]
    carried = _steps(squashed)
    package = squashed.__module__.rpartition(".")[0]
    wanted = [
        step
        for app, name in squashed.replaces
        if (app, name) not in ONLY_FOR_OLDER_ROWS
        for step in _steps(importlib.import_module(f"{package}.{name}").Migration)
    ]
    assert [id(step) for step in carried] == [id(step) for step in wanted]


@pytest.mark.django_db
def test_a_database_of_the_replaced_files_has_nothing_to_do() -> None:
    recorder = MigrationRecorder(connection)
    recorder.migration_qs.filter(name__contains="_squashed_").delete()
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    executor.check_replacements()
    assert set(SQUASHED) <= set(recorder.applied_migrations())


@pytest.mark.django_db
def test_a_database_that_stands_halfway_goes_on_by_the_replaced_files() -> None:
    squashed = SQUASHED["finance", "0001_squashed_0010_work_in_process"]
    waiting = squashed.replaces[6:]
    recorder = MigrationRecorder(connection)
    recorder.migration_qs.filter(name__contains="_squashed_").delete()
    for app, name in waiting:
        recorder.record_unapplied(app, name)
    executor = MigrationExecutor(connection)
    executor.loader.check_consistent_history(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    assert [(each.app_label, each.name) for each, _backwards in plan] == waiting
