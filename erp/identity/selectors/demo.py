"""Who can sign in to the demo company: one person per role, all with the same password."""

from __future__ import annotations

from functools import lru_cache
from typing import TypedDict

from django.contrib.auth.hashers import check_password

from erp.identity.models import Role, User

DEMO_PASSWORD = "kept-demo"  # noqa: S105 -- of the demo company only, printed for everyone to see
ADMINISTRATOR = "admin"
ROLES: tuple[str, ...] = (
    "sales", "sales_manager", "customer_service", "finance", "planner", "buyer", "warehouse_operator",
    "warehouse_manager", "shop_floor", "production_manager", "executive", "integrator",
)  # fmt: skip
USERNAMES: tuple[str, ...] = (ADMINISTRATOR, *ROLES)


class DemoSignIn(TypedDict):
    """What someone types to come in as one of the roles."""

    username: str
    password: str
    name: str
    role: str


def demo_signins() -> list[DemoSignIn]:
    """The sign-ins of the demo company, roles in the reader's language; none in any other company.

    They are named while the administrator has the demo password, which only the demo ever sets.
    """
    people = {user.username: user for user in User.objects.filter(username__in=USERNAMES, is_active=True)}
    if ADMINISTRATOR not in people or not _is_demo_password(people[ADMINISTRATOR].password):
        return []
    labels = {role.code: str(role) for role in Role.objects.all()}
    return [
        DemoSignIn(
            username=name,
            password=DEMO_PASSWORD,
            name=str(people[name]),
            role=labels.get("administrator" if name == ADMINISTRATOR else name, name),
        )
        for name in USERNAMES
        if name in people
    ]


@lru_cache(maxsize=8)
def _is_demo_password(digest: str) -> bool:
    """Whether a stored password is the demo's; slow by design, so each one is looked at once."""
    return check_password(DEMO_PASSWORD, digest)
