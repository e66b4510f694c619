"""A process's and a version's cases are found by the indexes that begin with them, or hold only running ones."""

import django.db.models.deletion
from django.db import migrations, models

from erp.core.dropped_indexes import drop_indexes

GONE = [
    ("processes_case_definition_id_84a429b4", "processes_case", "definition_id"),
    ("processes_case_version_id_2566d18b", "processes_case", "version_id"),
]


class Migration(migrations.Migration):
    dependencies = [("processes", "0006_tasks_belong_to_processes")]

    operations = [
        drop_indexes(
            GONE,
            [
            migrations.AlterField(
                "case",
                "definition",
                models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="processes.processdefinition"),
            ),
            migrations.AlterField(
                "case",
                "version",
                models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="processes.processversion"),
            ),
            ],
        ),
    ]
