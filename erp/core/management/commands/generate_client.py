from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from drf_spectacular.generators import SchemaGenerator

from erp.core.management.client import client_source


class Command(BaseCommand):
    """Writes the typed Python client of this installation's API."""

    help = "Write a typed Python client of the API to a file, or to the terminal."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", nargs="?", default="-", help="where to write it; - is the terminal")

    def handle(self, *args: Any, **options: Any) -> None:
        schema = SchemaGenerator().get_schema(request=None, public=True)
        source = client_source(schema)
        if options["path"] == "-":
            self.stdout.write(source)
            return
        Path(options["path"]).write_text(source, encoding="utf-8")
        self.stderr.write(f"{options['path']}: {len(source.splitlines())} lines")
