"""Run a benchmark in a database of its own on the product's server."""

import hashlib
import importlib
import json
import pkgutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from erp.core.collector import settle_collector


class Command(BaseCommand):
    help = "Run a benchmark and print one JSON object; the company's own database is not touched."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name")
        parser.add_argument(
            "--scale", type=int, default=0, help="How much work; 0 is the benchmark's own measure."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        package = importlib.import_module("benchmarks")
        names = sorted(m.name for m in pkgutil.iter_modules(package.__path__) if not m.name.startswith("_"))
        if options["name"] not in names:
            raise CommandError(f"There is no benchmark {options['name']}; there are: {', '.join(names)}.")
        module = importlib.import_module(f"benchmarks.{options['name']}")
        own = str(connection.settings_dict["NAME"])
        connection.settings_dict["TEST"] |= {"TEMPLATE": self._migrated(own), "NAME": f"bench_{own}"}
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        settle_collector()  # as the product's own workers do
        try:
            result = module.run(options["scale"])
        finally:
            connection.creation.destroy_test_db(own, verbosity=0)
        self.stdout.write(json.dumps({"benchmark": options["name"], **result}, default=str))

    def _migrated(self, own: str) -> str:
        """The database that benchmarks copy: migrated by the first that runs with these migrations."""
        name = f"bench_base_{_digest()}"
        with connection.cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'bench\\_base\\_%'")
            known = [row[0] for row in cursor.fetchall()]
            if name in known:
                return name
            for old in known:
                cursor.execute(f'DROP DATABASE IF EXISTS "{old}"')
        self.stderr.write("    making the database that benchmarks copy, which takes a minute")
        connection.settings_dict["TEST"]["NAME"] = f"{name}_making"  # one that was cut off is made anew
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        connection.creation.destroy_test_db(own, verbosity=0, keepdb=True)
        with connection.cursor() as cursor:
            cursor.execute(f'ALTER DATABASE "{name}_making" RENAME TO "{name}"')
        return name


def _digest() -> str:
    """What the migrations are, in a few letters."""
    found = hashlib.sha256()
    for key, migration in sorted(MigrationLoader(None).disk_migrations.items()):
        found.update(repr(key).encode())
        source = importlib.import_module(migration.__module__).__file__
        if source:
            found.update(Path(source).read_bytes())
    return found.hexdigest()[:12]
