"""Rights of roles and the tree of regions, kept for a few seconds in each process."""

from __future__ import annotations

import time

from erp.identity.models import Region, Role

FRESH_SECONDS = 5.0
_roles: tuple[float, dict[str, frozenset[str]]] | None = None
_regions: tuple[float, dict[int | None, list[int]]] | None = None


def permissions_of(roles: list[str]) -> frozenset[str]:
    """All rights that come with these roles; unknown roles give none."""
    known = _permissions_by_role()
    return frozenset().union(*(known.get(role, frozenset()) for role in roles))


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
    global _roles, _regions  # noqa: PLW0603 -- the process-wide memory itself
    _roles = _regions = None


def _permissions_by_role() -> dict[str, frozenset[str]]:
    global _roles  # noqa: PLW0603 -- the process-wide memory itself
    now = time.monotonic()
    if _roles is None or now - _roles[0] > FRESH_SECONDS:
        _roles = (
            now,
            {code: frozenset(held) for code, held in Role.objects.values_list("code", "permissions")},
        )
    return _roles[1]


def _children_by_region() -> dict[int | None, list[int]]:
    global _regions  # noqa: PLW0603 -- the process-wide memory itself
    now = time.monotonic()
    if _regions is None or now - _regions[0] > FRESH_SECONDS:
        children: dict[int | None, list[int]] = {}
        for pk, parent_id in Region.objects.values_list("pk", "parent_id"):
            children.setdefault(parent_id, []).append(pk)
        _regions = (now, children)
    return _regions[1]
