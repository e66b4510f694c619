"""Known events and like items: what a history alone does not tell."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TypedDict

from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.locks import row_for_update
from erp.core.records import Problems
from erp.masterdata.services.setup import create_setup, delete_setup, edit_setup
from inventory.models import Item
from production.models import ForecastEvent, ForecastLike

EDIT = ("production.edit_forecast", "Enter known events and like items of forecasts")
EVENT, LIKE = "forecast_event", "forecast_like"
_MOST_DAYS = 366


class EventValues(TypedDict, total=False):
    """A known event's fields, by attribute name."""

    name: str
    kind: str
    starts_on: date
    ends_on: date
    item_id: int | None
    category_id: int | None
    uplift_percent: Decimal | None


class LikeValues(TypedDict, total=False):
    """Which item sells like which, by attribute name."""

    item_id: int
    like_id: int
    ratio: Decimal


def _required(values: object, problems: Problems, *names: tuple[str, str]) -> None:
    for name, path in names:
        if not isinstance(values, dict) or not values.get(name):
            problems.add(path, _("This field is required."))
    problems.refuse()


def _check_event(row: ForecastEvent, problems: Problems) -> None:
    if row.ends_on < row.starts_on:
        problems.add("end_date", _("The end must not lie before the beginning."))
    elif (row.ends_on - row.starts_on).days >= _MOST_DAYS:
        problems.add("end_date", _("An event may last a year at most."))
    if row.item_id and row.category_id:
        problems.add("category", _("Name an item or a category, not both."))
    same = ForecastEvent.objects.filter(
        name=row.name, starts_on=row.starts_on, item=row.item, category=row.category
    )
    if same.exclude(pk=row.pk).exists():
        problems.add("name", _("This event is known already."))


def _check_like(row: ForecastLike, problems: Problems) -> None:
    if row.item_id == row.like_id:
        problems.add("like", _("An item can't be like itself."))
    if row.ratio <= 0:
        problems.add("ratio", _("This must be above zero."))
    if row.item.kind == Item.Kind.SERVICE:
        problems.add("product", _("Services are not forecast."))
    if ForecastLike.objects.filter(item_id=row.item_id).exclude(pk=row.pk).exists():
        problems.add("product", _("It is said already which item this one sells like."))


@command(*EDIT)
def create_event(*, values: EventValues, actor: Actor) -> ForecastEvent:
    """Tell of a known event: a promotion, a holiday. The next run of forecasts uses it.

    Emits:  SetupCreated.
    Raises: Invalid.
    """
    problems = Problems()
    _required(values, problems, ("name", "name"), ("starts_on", "start_date"), ("ends_on", "end_date"))
    return create_setup(
        ForecastEvent(), values=values, table=EVENT, key="name", unique=False, actor=actor, check=_check_event
    )


@command(*EDIT)
def edit_event(*, event_id: int, values: EventValues, actor: Actor) -> ForecastEvent:
    """Change a known event.

    Locks:  the event.
    Emits:  SetupChanged.
    Raises: NotFound; Invalid.
    """
    row = row_for_update(ForecastEvent, event_id, EVENT)
    return edit_setup(row, values=values, table=EVENT, key="name", actor=actor, check=_check_event)


@command(*EDIT)
def delete_event(*, event_id: int, actor: Actor) -> None:
    """Forget a known event.

    Locks:  the event.
    Emits:  SetupDeleted.
    Raises: NotFound.
    """
    delete_setup(ForecastEvent, event_id, table=EVENT, actor=actor)


@command(*EDIT)
def create_like(*, values: LikeValues, actor: Actor) -> ForecastLike:
    """Say which item a new one will sell like, and how much of it, until it has a history of its own.

    Emits:  SetupCreated.
    Raises: Invalid.
    """
    problems = Problems()
    _required(values, problems, ("item_id", "product"), ("like_id", "like"))
    return create_setup(
        ForecastLike(), values=values, table=LIKE, key="item", unique=False, actor=actor, check=_check_like
    )


@command(*EDIT)
def edit_like(*, like_id: int, values: LikeValues, actor: Actor) -> ForecastLike:
    """Change which item a new one sells like.

    Locks:  the row.
    Emits:  SetupChanged.
    Raises: NotFound; Invalid.
    """
    row = row_for_update(ForecastLike, like_id, LIKE)
    return edit_setup(row, values=values, table=LIKE, key="item", actor=actor, check=_check_like)


@command(*EDIT)
def delete_like(*, like_id: int, actor: Actor) -> None:
    """Let the item's own history count alone.

    Locks:  the row.
    Emits:  SetupDeleted.
    Raises: NotFound.
    """
    delete_setup(ForecastLike, like_id, table=LIKE, actor=actor)
