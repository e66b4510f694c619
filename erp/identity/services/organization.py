"""Teams and regions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.documents import refuse_id_like
from erp.core.errors import Invalid
from erp.core.events import emit
from erp.core.records import Problems, refuse_duplicate, save_changed, save_new, set_values
from erp.core.refs import DocumentRef
from erp.identity import locks
from erp.identity.events import RegionSaved, TeamSaved
from erp.identity.models import Region, Team
from erp.identity.selectors.roles import forget_roles, regions_below


@command("identity.edit_organization", "Make and change teams and regions")
def save_team(*, values: Mapping[str, Any], actor: Actor, team_id: int | None = None) -> Team:
    """Make a team, or change the one named; values are code, name, region_id.

    Emits:  TeamSaved.
    Raises: Invalid.
    """
    team = Team() if team_id is None else locks.team_for_update(team_id)
    return _save(team, values, TeamSaved, actor)


@command("identity.edit_organization")
def save_region(*, values: Mapping[str, Any], actor: Actor, region_id: int | None = None) -> Region:
    """Make a region, or change the one named; values are code, name, parent_id.

    Emits:  RegionSaved.
    Raises: Invalid, also when a region would lie inside itself.
    """
    region = Region() if region_id is None else locks.region_for_update(region_id)
    parent_id = values.get("parent_id")
    if region_id is not None and parent_id is not None:
        forget_roles()
        if parent_id in regions_below(region_id):
            raise Invalid.field("parent", _("A region can't lie inside itself."))
    saved = _save(region, values, RegionSaved, actor)
    forget_roles()
    return saved


def _save(
    row: Any, values: Mapping[str, Any], event: type[TeamSaved] | type[RegionSaved], actor: Actor
) -> Any:
    problems = Problems()
    is_new = row.pk is None
    changes = set_values(row, values, problems)
    for name in ("code", "name"):
        if not getattr(row, name) and name not in problems.errors:
            problems.add(name, _("This field is required."))
    refuse_duplicate(row, "code", problems)
    problems.refuse()
    refuse_id_like(row.code, "code")
    if is_new:
        save_new(row, "code")
        changes = {"code": [None, row.code], "name": [None, row.name]}
    elif changes:
        save_changed(row, changes, "code")
    if changes:
        kind = type(row).__name__.lower()
        emit(event(document=DocumentRef(kind, row.pk, row.code)), actor=actor, changes=changes)
    return row
