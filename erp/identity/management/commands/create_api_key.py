"""Make an API key and print it, and nothing else."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from erp.core.actor import system_actor
from erp.core.errors import DomainError
from erp.identity.services.api_keys import create_api_key, user_named
from erp.identity.services.users import make_administrator


class Command(BaseCommand):
    """`manage.py create_api_key --user NAME --name TEXT --scopes '*'`."""

    help = "Make an API key and print it; `--user admin` makes the administrator when there is none."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--user", required=True, help="sign-in name of the user the key acts for")
        parser.add_argument("--name", required=True, help="what the key is for")
        parser.add_argument("--scopes", default="*", help="comma-separated rights, or * for all the user has")
        parser.add_argument("--expires-in-days", type=int, default=None)

    def handle(self, *args: Any, **options: Any) -> None:
        user = user_named(options["user"])
        if user is None and options["user"] == "admin":
            user = make_administrator("admin")
        if user is None:
            raise CommandError(f"There is no user called {options['user']}.")
        days = options["expires_in_days"]
        try:
            _key, secret = create_api_key(
                user_id=user.pk,
                name=options["name"],
                scopes=[scope.strip() for scope in options["scopes"].split(",") if scope.strip()],
                expires_at=None if days is None else timezone.now() + timedelta(days=days),
                actor=system_actor("create_api_key"),
            )
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(secret)
