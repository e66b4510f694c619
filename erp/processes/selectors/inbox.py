"""The inbox: what waits for somebody, found by walking one short stretch of an index per post and person.

However many tasks are open, a page reads at most as many index entries per source as it shows rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext

from erp.core.actor import Actor
from erp.core.errors import NotFound
from erp.core.statements import fetch
from erp.identity.models import User
from erp.identity.selectors.people import reports_below
from erp.identity.selectors.roles import role_names
from erp.processes.calc.graph import Node
from erp.processes.models import Task
from erp.processes.selectors.definitions import graph_of
from erp.processes.selectors.people import StandIn, stands_in_for
from erp.processes.selectors.tasks import OPEN, is_asked, is_overdue, shown_facts, visible_tasks

MOST_SHOWN = 200
COUNTED = 100
TABS = ("todo", "mine", "queue", "team", "done")
_OPEN = "t.state IN ('waiting', 'claimed')"
_BY_PERSON = f"""
SELECT found.id, found.due_at FROM unnest(%({{people}})s::bigint[]) AS person CROSS JOIN LATERAL (
    SELECT t.id, t.due_at FROM processes_task t
    WHERE t.assignee_id = person AND {_OPEN} {{late}}
    ORDER BY t.due_at, t.id LIMIT %(most)s) AS found"""  # noqa: S608 -- texts of our own
_BY_NAME = f"""
SELECT t.id, t.due_at FROM processes_task t
WHERE t.candidates && %({{people}})s::bigint[] AND t.candidates <> '{{{{}}}}' AND {_OPEN}
    AND (t.mode <> '' OR t.assignee_id IS NULL) {{late}}"""  # noqa: S608 -- texts of our own
_BY_ROLE = """
SELECT found.id, found.due_at FROM unnest(%(roles)s::text[]) AS post CROSS JOIN LATERAL (
    SELECT t.id, t.due_at FROM processes_task t
    WHERE t.role = post AND t.state = 'waiting' AND t.assignee_id IS NULL AND t.candidates = '{{}}' {late}
    ORDER BY t.due_at, t.id LIMIT %(most)s) AS found"""
_SOURCES = {
    "mine": (_BY_PERSON, _BY_NAME),
    "queue": (_BY_ROLE,),
    "todo": (_BY_PERSON, _BY_NAME, _BY_ROLE),
    "team": (_BY_PERSON, _BY_NAME),
}


def _statement(tab: str, *, is_late: bool = False) -> str:
    """The keys and due times of one part of the inbox, the most urgent first."""
    late = "AND t.due_at < %(now)s" if is_late else ""
    people = "below" if tab == "team" else "people"
    parts = [f"({source.format(late=late, people=people)})" for source in _SOURCES[tab]]
    return f"SELECT id, due_at FROM ({' UNION '.join(parts)}) AS task ORDER BY due_at, id LIMIT %(most)s"  # noqa: S608 -- texts of our own


_COUNTS = " UNION ALL ".join(
    f"SELECT '{tab}', count(*), count(*) FILTER (WHERE due_at < %(now)s) FROM ({_statement(tab)}) AS {tab}"  # noqa: S608 -- texts of our own
    for tab in ("mine", "queue", "team")
)
Headline = Callable[[Task, Mapping[str, Any]], list[tuple[str, str]]]
_headlines: dict[str, Headline] = {}


def lend_headline(kind: str) -> Callable[[Headline], Headline]:
    """Lend the few numbers that a list shows of tasks about a kind of document: label and text."""

    def register(function: Headline) -> Headline:
        _headlines[kind] = function
        return function

    return register


def has_headline(kind: str) -> bool:
    """Whether the numbers of a kind of document, and why somebody is asked, are told by its own app."""
    return kind in _headlines


@dataclass(frozen=True)
class InboxRow:
    """One task as a list shows it."""

    task: Task
    title: str
    who: str
    headline: list[tuple[str, str]]
    is_late: bool
    may_decide: bool
    may_claim: bool


def _values(actor: Actor, stand_in: StandIn, *, most: int, with_team: bool) -> dict[str, Any]:
    """Whose tasks and which posts count for a reader, as the statements take them."""
    known = actor.user_id is not None
    roles = role_names() if actor.has("*") else {*actor.roles, *stand_in.roles}
    return {
        "people": [actor.user_id, *stand_in.user_ids] if known else [],
        "roles": sorted(roles) if known else [],
        "below": reports_below(actor.user_id) if with_team and actor.user_id is not None else [],
        "most": most,
        "now": timezone.now(),
    }


def _keys(actor: Actor, stand_in: StandIn, tab: str, *, is_late: bool, most: int) -> list[int]:
    values = _values(actor, stand_in, most=most, with_team=tab == "team")
    return [row[0] for row in fetch(_statement(tab, is_late=is_late), values)]


def inbox(actor: Actor, tab: str, *, is_late: bool = False, most: int = 50) -> list[InboxRow]:
    """The tasks of one part of the inbox, overdue and most urgent first.

    `todo`: all that one may decide; `mine`: assigned or asked by name; `queue`: those of one's posts that
    nobody has taken; `team`: what the people below in the reporting line have; `done`: what one decided.
    """
    at, most = timezone.now(), min(most, MOST_SHOWN)
    stand_in = stands_in_for(actor, at)
    related = Task.objects.select_related("assignee", "case")
    if tab == "done":
        mine = related.filter(decider_id=actor.user_id, state=Task.State.DONE)
        found = list(mine.order_by("-decided_at", "-pk")[:most]) if actor.user_id is not None else []
    else:
        keys = _keys(actor, stand_in, tab, is_late=is_late, most=most)
        rows = {task.pk: task for task in related.filter(pk__in=keys)}
        found = [rows[pk] for pk in keys if pk in rows]
    return shown_rows(found, actor, stand_in, at)


def counts(actor: Actor) -> dict[str, int]:
    """How many tasks stand in each part of the inbox, counted to a hundred, in one statement.

    Nothing is both somebody's own and open to be taken, so what there is to do is the sum of the two; the
    overdue are the first of each part, so counting among the first hundred misses none of the first hundred.
    """
    stand_in = stands_in_for(actor, timezone.now())
    found = fetch(_COUNTS, _values(actor, stand_in, most=COUNTED, with_team=True))
    parts, late = {row[0]: row[1] for row in found}, {row[0]: row[2] for row in found}
    todo = min(COUNTED, parts["mine"] + parts["queue"])
    return {"todo": todo, **parts, "late": min(COUNTED, late["mine"] + late["queue"])}


def count_to_do(actor: Actor) -> int:
    """How many tasks the actor may decide, counted to a hundred; for the navigation of every page."""
    return len(_keys(actor, stands_in_for(actor, timezone.now()), "todo", is_late=False, most=COUNTED))


def shown_rows(tasks: Sequence[Task], actor: Actor, stand_in: StandIn, at: datetime) -> list[InboxRow]:
    """Tasks with what a list shows of them."""
    names = role_names()
    return [_shown(task, actor, stand_in, at=at, names=names) for task in tasks]


def _shown(
    task: Task,
    actor: Actor,
    stand_in: StandIn,
    *,
    at: datetime,
    names: dict[str, str],
) -> InboxRow:
    may = task.state in OPEN and decides(actor, task, stand_in)
    headline = _headlines.get(task.subject_kind, _plain)
    return InboxRow(
        task=task,
        title=task_title(task),
        who=str(task.assignee) if task.assignee else names.get(task.role, task.role),
        headline=headline(task, shown_facts(task, actor)),
        is_late=is_overdue(task, at),
        may_decide=may,
        may_claim=may and task.assignee_id is None and not task.mode and actor.user_id is not None,
    )


def decides(actor: Actor, task: Task, stand_in: StandIn) -> bool:
    """Whether the actor may decide a task, when it is known already for whom they stand in."""
    if actor.is_system or actor.has("*"):
        return True
    if not actor.has("processes.decide_task"):
        return False
    if is_asked(task, actor.user_id, actor.roles):
        return True
    return any(is_asked(task, pk, ()) for pk in stand_in.user_ids) or is_asked(task, None, stand_in.roles)


def _plain(task: Task, facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    name = facts.get("customer.name") or facts.get("customer.code")
    return [(gettext("Customer"), str(name))] if name else []


def node_of(task: Task) -> Node | None:
    """The drawn step behind a task, or None when it belongs to no process."""
    if task.case is None:
        return None
    try:
        return graph_of(task.case.version_id).node(task.node)
    except KeyError:
        return None


def task_title(task: Task) -> str:
    """What is asked, in the reader's language."""
    node = node_of(task)
    if node is not None:
        known = node.names.get(get_language() or "")
        if known:
            return known
    return gettext(task.title) if task.title else task.node


def task_for(actor: Actor, task_id: int) -> Task:
    """A task that the actor may look at: asked about it, above whoever has it, or its decider.

    Raises: NotFound.
    """
    related = ("assignee", "case")
    found = visible_tasks(actor).filter(pk=task_id).select_related(*related).first()
    if found is None and actor.user_id is not None and actor.has("processes.view_task"):
        row = Task.objects.filter(pk=task_id).select_related(*related).first()
        if row is not None and (row.decider_id == actor.user_id or _is_below(actor.user_id, row)):
            found = row
    if found is None:
        raise NotFound(kind="task", id=task_id)
    return found


def _is_below(user_id: int, task: Task) -> bool:
    below = set(reports_below(user_id))
    return task.assignee_id in below or bool(below.intersection(task.candidates))


def earlier_steps(task: Task) -> list[tuple[str, str]]:
    """The steps that the case has been at and may be sent back to: id and name."""
    if task.case is None:
        return []
    graph = graph_of(task.case.version_id)
    visited = task.case.visits
    language = get_language() or ""
    return [(node.id, node.title(language)) for node in graph.earlier_than(task.node) if visited.get(node.id)]


def colleagues(exclude: Iterable[int] = ()) -> list[User]:
    """Whom a task can be handed to: active people who may decide tasks, by name; five hundred at most."""
    from erp.identity.selectors.roles import permissions_of

    rows = (
        User.objects.filter(is_active=True)
        .exclude(pk__in=list(exclude))
        .order_by("last_name", "first_name", "pk")
    )
    deciding = {"processes.decide_task", "processes.*", "*"}
    return [user for user in rows[:500] if user.is_superuser or deciding & permissions_of(user.roles)]


def subject_url(task: Task) -> str:
    """The page of the document to decide about."""
    kind = task.subject_kind.replace("_", "-")
    names = [f"{task.subject_kind}-detail", f"{kind}-detail", f"{kind.rpartition('-')[2]}-detail"]
    for name in names:
        for argument in (task.subject_number, task.subject_id):
            address = page_of(name, argument)
            if address:
                return address
    return ""


def page_of(name: str, argument: Any) -> str:
    """The address of a page of any app, empty while there is none."""
    try:
        return reverse(name, args=[argument])
    except NoReverseMatch:
        return ""
