"""What squashed migrations are made of: all tables of an app in one step, and the steps that are carried.

Django draws every model that is related to a changed one anew after each step. Most of a first migration's
time went there while tables were made one by one; made together, the models are drawn once.
"""

import importlib
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import CreateModel, Migration, RunPython, RunSQL
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.state import ProjectState


class CreateTables(Operation):
    """Make several tables that may refer to one another, in any order.

    Foreign keys are made with the step itself and not at the end of its migration, so that the steps after
    it may write rows and still alter the tables.
    """

    category = OperationCategory.ADDITION
    serialization_expand_args = ["operations"]

    def __init__(self, operations: list[CreateModel]) -> None:
        self.operations = operations

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """How a migration file writes the step."""
        return (self.__class__.__qualname__, [], {"operations": self.operations})

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Add the models to a state that draws them when somebody asks for one."""
        state.__dict__.pop("apps", None)
        state.is_delayed = False  # drawn anew all are complete: steps after this one use them as they are
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Make the tables, then their foreign keys and indexes."""
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)
        waiting, schema_editor.deferred_sql = schema_editor.deferred_sql, []
        for statement in waiting:
            schema_editor.execute(statement, None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Drop the tables, the last made first; checks of rows taken back come before."""
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE", None)
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """What `migrate --plan` calls it."""
        return f"Create {len(self.operations)} tables"


def steps_of(package: str, *names: str) -> list[RunPython | RunSQL]:
    """The steps of earlier migrations that a new database needs too: functions, triggers, first rows.

    `package` is the app's Python path, `names` are its migrations in their order. What only brings older
    rows up to date is not asked for: a new database has none.
    """
    migrations: list[type[Migration]] = [
        importlib.import_module(f"{package}.migrations.{name}").Migration for name in names
    ]
    return [
        operation
        for migration in migrations
        for operation in migration.operations
        if isinstance(operation, RunPython | RunSQL)
    ]
