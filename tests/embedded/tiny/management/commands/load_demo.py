from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """A company of one."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--size", default="small")
        parser.add_argument("--language", default="en")

    def handle(self, *args: Any, **options: Any) -> None:
        User.objects.create(username=f"admin-{options['size']}-{options['language']}")
