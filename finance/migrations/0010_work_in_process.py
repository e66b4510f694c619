from django.db import migrations

ACCOUNTS = [
    ("5001", "Work in process", "asset", "work_in_process"),
    ("6406", "Production differences", "expense", "production_difference"),
]


def begin(apps, schema_editor):
    Account = apps.get_model("finance", "Account")
    for code, name, kind, role in ACCOUNTS:
        free = code if not Account.objects.filter(code=code).exists() else f"{code}.1"
        Account.objects.get_or_create(role=role, defaults={"code": free, "name": name, "kind": kind})


def undo(apps, schema_editor):
    apps.get_model("finance", "Account").objects.filter(role__in=[row[3] for row in ACCOUNTS]).delete()


class Migration(migrations.Migration):
    dependencies = [("finance", "0009_no_index_of_currencies")]
    operations = [migrations.RunPython(begin, undo)]
