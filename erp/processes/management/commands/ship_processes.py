"""Publish the processes that come with the product and that this company has never had."""

from typing import Any

from django.core.management.base import BaseCommand

from erp.processes.services.shipped import publish_shipped


class Command(BaseCommand):
    """`manage.py ship_processes`; safe to repeat."""

    help = "Publish the processes that come with the product, unless the company has had them."

    def handle(self, *args: Any, **options: Any) -> None:
        new = publish_shipped()
        if options["verbosity"]:
            self.stdout.write(", ".join(new) or "Nothing new.")
