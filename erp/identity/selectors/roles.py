"""Rights of roles and the tree of regions, kept for a few seconds in each process."""

from __future__ import annotations

from erp.core.fresh import kept_for
from erp.identity.models import Region, Role
from erp.identity.models.role import shown_name

FRESH_SECONDS = 5.0


def permissions_of(roles: list[str]) -> frozenset[str]:
    """All rights that come with these roles; unknown roles give none."""
    known = _roles_by_code()
    return frozenset().union(*(known[role][1] for role in roles if role in known))


def role_names() -> dict[str, str]:
    """Roles by code with their names; those shipped with the product in the reader's language."""
    return {code: shown_name(code, name) for code, (name, _held) in _roles_by_code().items()}


def regions_below(region_id: int) -> tuple[int, ...]:
    """A region with all regions inside it, at any depth."""
    children = _children_by_region()
    found, waiting = {region_id}, [region_id]
    while waiting:
        for child in children.get(waiting.pop(), []):
            if child not in found:
                found.add(child)
                waiting.append(child)
    return tuple(sorted(found))


def forget_roles() -> None:
    """Have this process read roles and regions anew; others follow within seconds."""
    _roles_by_code.forget()
    _children_by_region.forget()


@kept_for(seconds=FRESH_SECONDS)
def _roles_by_code() -> dict[str, tuple[str, frozenset[str]]]:
    rows = Role.objects.values_list("code", "name", "permissions")
    return {code: (name, frozenset(held)) for code, name, held in rows}


@kept_for(seconds=FRESH_SECONDS)
def _children_by_region() -> dict[int | None, list[int]]:
    children: dict[int | None, list[int]] = {}
    for pk, parent_id in Region.objects.values_list("pk", "parent_id"):
        children.setdefault(parent_id, []).append(pk)
    return children
