"""Small drawings for tests, and putting orders onto their way through them."""

from __future__ import annotations

import itertools
from typing import Any

from erp.core import outbox
from erp.core.integrity import run_checks
from erp.core.palette import lend_action
from erp.processes.models import Case, ProcessVersion, StepLog, Task
from erp.processes.services.definitions import create_process, publish_process, save_draft
from orders.models import Order
from orders.services.orders import submit_order
from tests.factories import BOSS, draft, make_customer, make_item

_serial = itertools.count(1)
REFUSING: set[str] = set()
DONE: list[tuple[str, str]] = []


@lend_action("tests.step", "A step of a test", subjects=["order"])
def step(subject: Any, *, actor: Any, at: Any, **values: Any) -> None:
    """Do nothing but remember it, or refuse."""
    from erp.core.errors import Conflict

    if values.get("name") in REFUSING:
        raise Conflict("tests_refuse", step=values.get("name"))
    DONE.append((str(values.get("name")), actor.label))


def node(node_id: str, kind: str, **more: Any) -> dict[str, Any]:
    """A node."""
    return {"id": node_id, "type": kind, "name": node_id.title(), **more}


def edge(source: str, target: str, condition: str = "", **more: Any) -> dict[str, Any]:
    """A link."""
    return {
        "id": f"{source}-{target}",
        "from": source,
        "to": target,
        **({"condition": condition} if condition else {}),
        **more,
    }


def graph(*nodes: dict[str, Any], edges: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """A drawing; without links its nodes follow one another from the start to the end."""
    start = node("start", "start", wait_for="order.submitted", input={"cancel_on": ["order.cancelled"]})
    every = [start, *nodes, node("end", "end")]
    ids = [one["id"] for one in every]
    links = edges if edges is not None else [edge(a, b) for a, b in itertools.pairwise(ids)]
    return {"nodes": every, "edges": links}


def published(
    drawn: dict[str, Any], *, code: str = "", scope: dict[str, Any] | None = None
) -> ProcessVersion:
    """A process for orders, published; a known code gets a further version."""
    from erp.processes.models import ProcessDefinition

    code = code or f"test_{next(_serial)}"
    definition = ProcessDefinition.objects.filter(code=code).first()
    if definition is None:
        definition = create_process(code=code, name=code, subject_kind="order", graph=drawn, actor=BOSS)
    else:
        save_draft(definition_id=definition.pk, graph=drawn, actor=BOSS)
    return publish_process(definition_id=definition.pk, scope=scope or {}, actor=BOSS)


def submitted(amount: int = 10, **customer: Any) -> Order:
    """An order that was submitted, and what follows from it run."""
    order = draft(make_customer(**customer), (make_item(price=str(amount)), 1))
    drained(lambda: submit_order(order_id=order.pk, actor=BOSS))
    return order


def drained(work: Any) -> Any:
    """Do it as a request does: what follows from it is run before it returns."""
    with outbox.watch() as streams:
        result = work()
    outbox.drain(*streams, seconds=20)
    return result


def case_of(order: Order) -> Case:
    """The one case of an order."""
    return Case.objects.get(subject_kind="order", subject_id=order.pk)


def log_of(case: Case) -> list[tuple[str, str]]:
    """Nodes left and how, in order."""
    return list(StepLog.objects.filter(case=case).order_by("id").values_list("node", "outcome"))


def places(case: Case) -> list[tuple[str, str]]:
    """Where a case stands."""
    return list(case.tokens.exclude(state="done").order_by("id").values_list("node", "state"))


def open_task(order: Order) -> Task:
    """The one open task about an order."""
    return Task.objects.get(subject_kind="order", subject_id=order.pk, state__in=["waiting", "claimed"])


def broken_checks() -> list[str]:
    """The invariants of processes that do not hold, by code."""
    return [
        found.check.code for found in run_checks() if found.rows and found.check.code.startswith("process.")
    ]
