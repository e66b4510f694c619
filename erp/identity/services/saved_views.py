"""Keeping and forgetting views of lists."""

from __future__ import annotations

from django.http import QueryDict
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command, declare_permission
from erp.core.errors import Invalid, NotFound
from erp.identity.models import SavedView

SHARE_RIGHT = declare_permission("core.share_view", "Share views of lists with everyone")


@command()
def save_view(*, page: str, name: str, query: str, is_shared: bool, actor: Actor) -> SavedView:
    """Keep the filters of a list under a name; the same name again replaces them.

    Raises: Invalid without a name; NotPermitted when sharing without the right.
    """
    name = name.strip()
    if not name:
        raise Invalid.field("name", _("Give the view a name."), "required")
    if len(name) > 80 or len(query) > 2000 or "\x00" in name + query:
        raise Invalid.field("name", _("The name or the filters are too long."), "too_long")
    if is_shared:
        actor.require(SHARE_RIGHT)
    kept = QueryDict(query.lstrip("?")).copy()
    kept.pop("cursor", None)
    row, _made = SavedView.objects.update_or_create(
        page=page,
        owner_id=actor.user_id,
        name=name,
        defaults={"query": kept.urlencode(), "is_shared": is_shared},
    )
    return row


@command()
def delete_view(*, view_id: int, actor: Actor) -> None:
    """Forget a view of one's own.

    Raises: NotFound.
    """
    gone, _rows = SavedView.objects.filter(pk=view_id, owner_id=actor.user_id).delete()
    if not gone:
        raise NotFound(kind="saved_view", id=view_id)
