"""The parts that a drawn process is made of, and how large they may be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

MAX_NODES = 500
MAX_EDGES = 2_000
MAX_RUNGS = 20
MAX_LIST = 100
MAX_TEXT = 4_000
MAX_SECONDS = 5 * 366 * 86_400

NODE_TYPES = (
    "start", "task", "action", "gateway", "parallel", "join", "wait", "timer", "subprocess", "end",
)  # fmt: skip
RUNG_ACTIONS = ("warn", "remind", "escalate", "reassign", "approve", "reject", "mark_exception")
COUNTERSIGN_MODES = ("all", "any", "n_of_m")
PICKS = ("queue", "least_loaded", "round_robin")


@dataclass(frozen=True)
class Rung:
    """One step of a time-out ladder: what happens, how long after the clock began, and to whom."""

    action: str
    after_seconds: int
    to: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Countersign:
    """Several signers: all, any one, or N of them; with `veto` one refusal rejects at once."""

    mode: str = "any"
    required: int | None = None
    veto: bool = False


@dataclass(frozen=True)
class Assignee:
    """Who does a task; exactly one source is given.

    `field` names a person on the document ("order.salesperson"), `manager_of` a node (whoever did
    it) or such a field, `table` a decision table. `pick` says how one of a role is found.
    """

    role: str = ""
    user: str = ""
    users: tuple[str, ...] = ()
    field: str = ""
    manager_of: str = ""
    table: str = ""
    pick: str = "queue"

    @property
    def least_loaded(self) -> bool:
        """Whether it goes to the person of the role with the fewest open tasks."""
        return self.pick == "least_loaded"

    @property
    def round_robin(self) -> bool:
        """Whether the people of the role take turns."""
        return self.pick == "round_robin"

    @property
    def salesperson_of_order(self) -> bool:
        """Whether it goes to the order's salesperson."""
        return self.field == "order.salesperson"


@dataclass(frozen=True)
class Node:
    """One step as drawn, with its owner, its clock and what people have to do there."""

    id: str
    type: str
    name: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    assignee: Assignee | None = None
    countersign: Countersign | None = None
    critical: bool = False
    target_seconds: int | None = None
    calendar: str = ""
    ladder: tuple[Rung, ...] = ()
    action: str = ""
    input: Mapping[str, Any] = field(default_factory=dict)
    wait_for: str = ""
    timer_seconds: int | None = None
    timer_until: str = ""
    process: str = ""
    instruction: str = ""
    instructions: Mapping[str, str] = field(default_factory=dict)
    checklist: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    entry: str = ""
    exit: str = ""
    reject_to: str = ""
    outputs: tuple[str, ...] = ()
    max_visits: int | None = None

    def title(self, language: str = "") -> str:
        """The node's name in a language, else its plain name, else its id."""
        return self.names.get(language) or self.name or next(iter(self.names.values()), "") or self.id


@dataclass(frozen=True)
class Edge:
    """A link; from a gateway it has a condition or is the one taken otherwise."""

    id: str
    source: str
    target: str
    condition: str = ""
    otherwise: bool = False
    label: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
