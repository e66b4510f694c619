import time
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand
from django.db import transaction


class Command(BaseCommand):
    """A company of one, loaded whole or not at all; the full one takes its time."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--size", default="small")
        parser.add_argument("--language", default="en")

    def handle(self, *args: Any, **options: Any) -> None:
        if User.objects.exists():
            self.stdout.write("The demo company was not loaded: this database has users already.")
        else:
            with transaction.atomic():
                User.objects.create(username=f"admin-{options['size']}-{options['language']}")
                self.stdout.write("half of it")
                time.sleep(3 if options["size"] == "full" else 0)
        for user in User.objects.filter(username__startswith="admin"):
            self.stdout.write(f"{user.username} / pw")
