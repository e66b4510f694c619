"""Regions, teams and staff: who sells where, and who reports to whom."""

from __future__ import annotations

from typing import Any

from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from erp.core.commands import command
from erp.identity.models import Region, Team, User
from erp.identity.services.users import STAFF
from orders.services.dataset.source import Source, flag, integer, maybe, needed, text

ROLES_BY_TITLE = (
    ("chief executive", ["executive"]),
    ("chief financial", ["executive", "finance"]),
    ("vice president of sales", ["executive", "sales_manager"]),
    ("vice president of production", ["executive", "production_manager"]),
    ("vice president", ["executive"]),
    ("sales manager", ["sales_manager"]),
    ("sales representative", ["sales"]),
    ("production control manager", ["production_manager"]),
    ("master scheduler", ["planner"]),
    ("scheduling", ["planner"]),
    ("production supervisor", ["production_manager"]),
    ("production technician", ["shop_floor"]),
    ("purchasing", ["buyer"]),
    ("buyer", ["buyer"]),
    ("shipping and receiving supervisor", ["warehouse_manager"]),
    ("shipping", ["warehouse_operator"]),
    ("stocker", ["warehouse_operator"]),
    ("finance manager", ["finance"]),
    ("accounts", ["finance"]),
    ("accountant", ["finance"]),
    ("network", ["administrator"]),
    ("marketing", ["customer_service"]),
)


def roles_for(title: str) -> list[str]:
    """The posts that a job title suggests; none for people who do not work with orders."""
    lowered = title.lower()
    return next((roles for words, roles in ROLES_BY_TITLE if words in lowered), [])


def row_scope_for(roles: list[str]) -> str:
    """Sales staff see their own customers, everybody else all of them."""
    return User.RowScope.OWN if roles == ["sales"] else User.RowScope.ALL


@command()
def load_regions(source: Source) -> dict[int, int]:
    """Sales territories become regions under their group, each with a team; gives region by territory."""
    columns = {"territory_id": integer, "name": needed, "region_group": needed}
    found: dict[int, int] = {}
    for row in source.rows("territories", columns):
        group = _region(row.region_group, None)
        region = _region(row.name, group)
        found[row.territory_id] = region.pk
        Team.objects.get_or_create(
            code=_slug(f"sales {row.name}"), defaults={"name": _("Sales %s") % row.name, "region": region}
        )
    return found


def teams_by_region() -> dict[int, int]:
    """The sales team of each region."""
    return dict(Team.objects.filter(code__startswith="sales-").values_list("region_id", "pk"))


def _region(name: str, parent: Region | None) -> Region:
    region, _made = Region.objects.get_or_create(code=_slug(name), defaults={"name": name, "parent": parent})
    return region


def _slug(name: str) -> str:
    return "-".join(name.lower().split())


@command()
def load_people(source: Source, regions: dict[int, int]) -> dict[int, int]:
    """Staff become users who can't sign in yet, with posts by job title and the line they report in.

    Gives the user by employee.
    """
    columns = {
        "employee_id": integer,
        "first_name": needed,
        "last_name": needed,
        "job_title": text,
        "org_node": text,
        "is_current": flag,
    }
    rows = list(source.rows("employees", columns))
    names = _sign_in_names(source, {row.employee_id for row in rows})
    of_sales = {"salesperson_id": integer, "territory_id": maybe(integer)}
    territories = {
        row.salesperson_id: row.territory_id
        for row in source.rows("salespeople", of_sales)
        if row.territory_id
    }
    teams = teams_by_region()
    known = dict(User.objects.values_list("username", "pk"))
    fresh = []
    for row in rows:
        username = names.get(row.employee_id, f"employee{row.employee_id}")
        if username in known:
            continue
        team = teams.get(regions.get(territories.get(row.employee_id, 0), 0))
        fresh.append(_user(row, username, team))
    User.objects.bulk_create(fresh)
    known = dict(User.objects.values_list("username", "pk"))
    users = {r.employee_id: known[names.get(r.employee_id, f"employee{r.employee_id}")] for r in rows}
    if fresh:
        _set_managers(source, rows, users)
    return users


def _user(row: Any, username: str, team_id: int | None) -> User:
    roles = roles_for(row.job_title)
    return User(
        username=username,
        email=f"{username}@{_DOMAIN}",
        first_name=row.first_name,
        last_name=row.last_name,
        password="!" + get_random_string(40),
        roles=roles,
        row_scope=row_scope_for(roles),
        team_id=team_id,
        is_active=row.is_current,
        is_staff=bool(STAFF & set(roles)),
    )


_DOMAIN = "adventure-works.com"


def _sign_in_names(source: Source, employees: set[int]) -> dict[int, str]:
    columns = {"person_id": integer, "email": text}
    return {
        row.person_id: row.email.partition("@")[0].lower()
        for row in source.rows("persons", columns)
        if row.person_id in employees and row.email
    }


def _set_managers(source: Source, rows: list[Any], users: dict[int, int]) -> None:
    """Whoever sits at the path without its last step is the manager; the root has an empty path."""
    by_node = {row.org_node or "/": users[row.employee_id] for row in rows}
    changed = []
    for row in rows:
        if not row.org_node:
            continue
        above = "/".join(row.org_node.strip("/").split("/")[:-1])
        manager = by_node.get(f"/{above}/" if above else "/")
        if manager is None:
            source.report("employees", row.line, _("nobody sits at the path above %s") % row.org_node)
            continue
        changed.append(User(pk=users[row.employee_id], manager_id=manager))
    User.objects.bulk_update(changed, ["manager"])
