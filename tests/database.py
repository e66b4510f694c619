"""Emptying the test database after real commits, without losing the first rows of the migrations."""

from typing import Any

from django.apps import apps
from django.db import connection

from erp.rules.selectors.rules import forget_rules
from erp.rules.selectors.tables import forget_tables

KEPT_TABLES = {
    "core_eventlistener",
    "core_numberseries",
    "identity_role",
    "masterdata_unit",
    "masterdata_currency",
    "masterdata_company",
    "finance_account",
    "finance_payablesettings",
    "inventory_warehouse",
    "inventory_location",
    "inventory_receivingsettings",
    "orders_returnreason",
    "rules_decisiontable",
    "rules_ruledefinition",
    "rules_ruleversion",
    "rules_tableversion",
    "sla_metrictarget",
    "sla_roiassumptions",
    "sla_slapolicy",
    "sla_slatarget",
    "auth_permission",
    "django_content_type",
}


def first_rows_are_there() -> bool:
    """Whether the migrations' rows are in place: no test before has flushed them away."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM masterdata_unit) AND EXISTS (SELECT 1 FROM identity_role)"
        )
        return bool(cursor.fetchone()[0])


def remember_first_rows() -> None:
    """Copy what the migrations have written, before any test has changed it."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA IF NOT EXISTS first_rows")
        for table in sorted(KEPT_TABLES):
            cursor.execute(f'CREATE TABLE IF NOT EXISTS first_rows."{table}" AS TABLE public."{table}"')


def empty_tables() -> None:
    """Take out whatever a test has committed; append-only triggers are asked to look away."""
    assert str(connection.settings_dict["NAME"]).startswith("test_")
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)} - KEPT_TABLES
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for table in sorted(tables):
            cursor.execute(f'DELETE FROM "{table}"')
        for table in sorted(KEPT_TABLES):
            _put_back(cursor, table)
        cursor.execute("SET session_replication_role = DEFAULT")
    forget_rules()
    forget_tables()


def _put_back(cursor: Any, table: str) -> None:
    """Have a table hold its first rows again, where a test has changed any."""
    cursor.execute(
        f'SELECT EXISTS (TABLE public."{table}" EXCEPT TABLE first_rows."{table}") '
        f'OR EXISTS (TABLE first_rows."{table}" EXCEPT TABLE public."{table}")'
    )
    if not cursor.fetchone()[0]:
        return
    cursor.execute(
        "SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns "
        "WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER'",
        [table],
    )
    columns = cursor.fetchone()[0]
    cursor.execute(f'DELETE FROM public."{table}"')
    cursor.execute(
        f'INSERT INTO public."{table}" ({columns}) OVERRIDING SYSTEM VALUE '
        f'SELECT {columns} FROM first_rows."{table}"'
    )


_FROM_ONE = """
DO $$
DECLARE one record; has_rows boolean;
BEGIN
    FOR one IN SELECT table_name, column_name FROM information_schema.columns
               WHERE table_schema = 'public' AND is_identity = 'YES' LOOP
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', one.table_name) INTO has_rows;
        IF NOT has_rows THEN
            EXECUTE format('ALTER SEQUENCE %s RESTART',
                           pg_get_serial_sequence(quote_ident(one.table_name), one.column_name));
        END IF;
    END LOOP;
END
$$
"""


def number_from_one() -> None:
    """Have the rows of empty tables numbered from one again, until the test is rolled back."""
    with connection.cursor() as cursor:
        cursor.execute(_FROM_ONE)
