"""Who can sign in to the demo company: one person per role, all with the same password."""

from __future__ import annotations

from typing import TypedDict

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
    role: str


def demo_signins() -> list[DemoSignIn]:
    """The sign-ins of the demo company with the role's label in the reader's language; none elsewhere.

    Only people who still have the demo password are named, so a company in earnest never shows any.
    """
    people = {user.username: user for user in User.objects.filter(username__in=USERNAMES, is_active=True)}
    if ADMINISTRATOR not in people or not people[ADMINISTRATOR].check_password(DEMO_PASSWORD):
        return []
    labels = {role.code: str(role) for role in Role.objects.all()}
    return [
        DemoSignIn(
            username=name,
            password=DEMO_PASSWORD,
            role=labels.get("administrator" if name == ADMINISTRATOR else name, name),
        )
        for name in USERNAMES
        if name in people
    ]
