"""Run a benchmark in a database of its own on the product's server."""

import importlib
import json
import pkgutil
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

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
        connection.settings_dict["TEST"]["NAME"] = f"bench_{own}"
        self.stderr.write(f"    making the database bench_{own}, which takes a minute on a busy machine")
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        settle_collector()  # as the product's own workers do
        try:
            result = module.run(options["scale"])
        finally:
            connection.creation.destroy_test_db(own, verbosity=0)
        self.stdout.write(json.dumps({"benchmark": options["name"], **result}, default=str))
