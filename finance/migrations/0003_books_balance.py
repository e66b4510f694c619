from django.db import migrations

ACCOUNTS = [
    ("1002", "Bank", "asset", "bank"), ("1122", "Accounts receivable", "asset", "receivables"),
    ("1405", "Inventory", "asset", "inventory"), ("1406", "Goods in transit", "asset", "transit"),
    ("2202", "Goods received, not invoiced", "liability", "goods_received"),
    ("2203", "Customer prepayments", "liability", "prepayments"), ("2221", "Sales tax payable", "liability", "tax"),
    ("4001", "Opening balance", "equity", "opening"), ("6001", "Sales", "income", "sales"),
    ("6401", "Cost of goods sold", "expense", "cogs"), ("6402", "Inventory adjustment", "expense", "adjustment"),
    ("6403", "Material issued", "expense", "issue"), ("6404", "Inventory revaluation", "expense", "revaluation"),
    ("6603", "Exchange gain and loss", "expense", "exchange"), ("6701", "Bad debts", "expense", "bad_debt"),
    ("6604", "Rounding", "expense", "rounding"),
]

BALANCED = """
CREATE FUNCTION finance_entry_balances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM finance_journalline WHERE entry_id = NEW.entry_id
               GROUP BY entry_id HAVING sum(amount) <> 0)
       OR EXISTS (SELECT 1 FROM finance_journalline WHERE entry_id = NEW.entry_id
               GROUP BY entry_id HAVING count(DISTINCT currency_id) = 1 AND sum(currency_amount) <> 0) THEN
        RAISE EXCEPTION 'Journal entry % does not balance.', NEW.entry_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER finance_entry_balances AFTER INSERT ON finance_journalline
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION finance_entry_balances();
CREATE TRIGGER finance_journalline_append_only BEFORE UPDATE OR DELETE ON finance_journalline
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER finance_journalentry_append_only BEFORE UPDATE OR DELETE ON finance_journalentry
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
"""
UNDO = """
DROP TRIGGER finance_journalentry_append_only ON finance_journalentry;
DROP TRIGGER finance_journalline_append_only ON finance_journalline;
DROP TRIGGER finance_entry_balances ON finance_journalline;
DROP FUNCTION finance_entry_balances();
"""


def add_accounts(apps, schema_editor):
    Account = apps.get_model("finance", "Account")
    Account.objects.bulk_create(
        Account(code=code, name=name, kind=kind, role=role) for code, name, kind, role in ACCOUNTS
    )


def remove_accounts(apps, schema_editor):
    apps.get_model("finance", "Account").objects.filter(role__isnull=False).delete()


class Migration(migrations.Migration):
    dependencies = [("finance", "0002_initial"), ("core", "0002_ledger_and_series")]
    operations = [
        migrations.RunSQL(BALANCED, UNDO),
        migrations.RunPython(add_accounts, remove_accounts),
    ]
