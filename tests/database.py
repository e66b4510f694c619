"""Emptying the test database after real commits, without losing the first rows of the migrations."""

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


_RULES = (
    "DELETE FROM rules_ruleversion v USING rules_ruledefinition d WHERE d.id = v.definition_id "
    "AND (v.number > 1 OR NOT d.is_shipped)",
    "DELETE FROM rules_tableversion v USING rules_decisiontable d WHERE d.id = v.definition_id "
    "AND (v.number > 1 OR NOT d.is_shipped)",
    "UPDATE rules_ruleversion SET state = 'published', scope = '{}', retired_at = NULL",
    "UPDATE rules_tableversion SET state = 'published', scope = '{}', retired_at = NULL",
    "DELETE FROM rules_ruledefinition WHERE NOT is_shipped",
    "DELETE FROM rules_decisiontable WHERE NOT is_shipped",
    "UPDATE rules_ruledefinition SET is_active = true, checked_at = now()",
    "DELETE FROM core_eventlistener WHERE subscriber = 'rules.run' AND event_name NOT IN (SELECT "
    "jsonb_array_elements_text(coalesce(content -> 'trigger' -> 'events', '[]')) FROM rules_ruleversion)",
)


def first_rows_are_there() -> bool:
    """Whether the migrations' rows are in place: no test before has flushed them away."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM masterdata_unit) AND EXISTS (SELECT 1 FROM identity_role)"
        )
        return bool(cursor.fetchone()[0])


def empty_tables() -> None:
    """Take out whatever a test has committed; append-only triggers are asked to look away."""
    assert str(connection.settings_dict["NAME"]).startswith("test_")
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)} - KEPT_TABLES
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for table in sorted(tables):
            cursor.execute(f'DELETE FROM "{table}"')
        cursor.execute(
            "UPDATE masterdata_company SET release_stopped_at = DEFAULT, reservation_policy = DEFAULT, "
            "reserve_days_before = DEFAULT, allocation_sequence = DEFAULT"
        )
        cursor.execute("UPDATE core_numberseries SET next_value = 1 WHERE is_gapless")
        cursor.execute("UPDATE sla_slapolicy SET is_active = true")
        cursor.execute("DELETE FROM inventory_location WHERE code NOT IN ('STOCK', 'QUALITY', 'SCRAP')")
        cursor.execute("DELETE FROM inventory_warehouse WHERE code <> 'MAIN'")
        for statement in _RULES:
            cursor.execute(statement)
        cursor.execute("SET session_replication_role = DEFAULT")
    forget_rules()
    forget_tables()


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
