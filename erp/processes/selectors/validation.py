"""What is wrong with a drawing for this company: its roles, calendars, actions and facts known."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from erp.core.events import Event
from erp.core.expressions import BadExpression, FactType, names_in
from erp.core.palette import actions_for, fact_types
from erp.identity.models import Role, User
from erp.masterdata.models import WorkingCalendar
from erp.processes.calc.drawn import parse
from erp.processes.calc.graph import Graph
from erp.processes.calc.validation import Problem, Surroundings, drawing_problems, problems

_TEXTS: dict[str, str | Promise] = {
    "two_starts": gettext_lazy("A process has one start only."),
    "no_start": gettext_lazy("A process needs a start."),
    "no_end": gettext_lazy("There is no end."),
    "unreachable": gettext_lazy("No way leads here from the start."),
    "dead_end": gettext_lazy("From here no way leads to an end."),
    "end_goes_on": gettext_lazy("Nothing may follow an end."),
    "start_is_entered": gettext_lazy("No link may lead back to the start."),
    "endless_loop": gettext_lazy("This loop has no person, no event and no limit of visits."),
    "join_of_one": gettext_lazy("Only one way leads to this join."),
    "join_without_fork": gettext_lazy("No fork leads here by two ways: a case would wait for ever."),
    "fork_of_one": gettext_lazy("This fork has fewer than two branches."),
    "fork_without_join": gettext_lazy("The branches of this fork do not meet in a join."),
    "condition_ignored": gettext_lazy("A fork takes every link: the condition is ignored."),
    "missing_condition": gettext_lazy("Say when this link is taken, or mark it as the one taken otherwise."),
    "two_otherwise": gettext_lazy("Only one link may be taken otherwise."),
    "no_otherwise": gettext_lazy("No link is taken when no condition holds."),
    "bad_condition": gettext_lazy("The condition %(expression)s can't be evaluated. %(why)s"),
    "missing_name": gettext_lazy("This step has no name."),
    "missing_assignee": gettext_lazy("Nobody is named to do this."),
    "missing_clock": gettext_lazy("This step has no clock."),
    "missing_calendar": gettext_lazy("There is no calendar: this clock counts nights and weekends."),
    "unknown_calendar": gettext_lazy("There is no calendar %(name)s."),
    "unknown_role": gettext_lazy("There is no role %(name)s."),
    "unknown_user": gettext_lazy("There is no active person %(name)s."),
    "unknown_table": gettext_lazy("There is no decision table %(name)s."),
    "unknown_field": gettext_lazy("There is no fact or step %(name)s."),
    "unknown_action": gettext_lazy("There is no action %(name)s for this kind of document."),
    "unknown_event": gettext_lazy("There is no event %(name)s."),
    "unknown_process": gettext_lazy("There is no process %(name)s."),
    "too_many_signers": gettext_lazy("%(required)s have to sign, but only %(people)s are named."),
    "reject_not_earlier": gettext_lazy("A rejected case can only go back to an earlier task."),
    "ladder_without_clock": gettext_lazy("There are time-outs but no target."),
    "ladder_order": gettext_lazy("Time-out %(rung)s comes before the one above it."),
    "auto_approval_on_critical": gettext_lazy("A critical step may not be approved by the clock."),
    "auto_approval_before_critical": gettext_lazy("The clock may approve this; %(action)s follows at once."),
    "missing_action": gettext_lazy("Choose what is done here."),
    "missing_input": gettext_lazy("The action needs a value for %(name)s."),
    "missing_event": gettext_lazy("Choose what is waited for."),
    "missing_timer": gettext_lazy("Say how long or until when."),
    "missing_process": gettext_lazy("Choose the process that runs here."),
}


@dataclass(frozen=True)
class Found:
    """One problem of a drawing, in the reader's words."""

    node: str
    code: str
    level: str
    text: str
    edge: str = ""


def text_of(problem: Problem) -> str:
    """A finding in the reader's language."""
    text = _TEXTS.get(problem.code)
    if text is None:
        return str(problem.facts.get("why", problem.code))
    return str(text) % {name: str(value) for name, value in problem.facts.items()}


def known_events() -> frozenset[str]:
    """The names of all news that a process may wait for."""
    found: set[str] = set()
    waiting = list(Event.__subclasses__())
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        if one.name:
            found.add(one.name)
    return frozenset(found)


def surroundings(kind: str, graph: Graph) -> Surroundings:
    """What a drawing for a kind of document may refer to in this company; four queries."""
    wanted = {
        name for node in graph.nodes if node.assignee for name in (node.assignee.user, *node.assignee.users)
    }
    wanted |= {name for node in graph.nodes for rung in node.ladder for name in _people(rung.to)}
    people = User.objects.filter(username__in=wanted, is_active=True)
    return Surroundings(
        facts={**fact_types(kind), **facts_of_steps(graph)},
        actions={action.key: action for action in actions_for(kind)},
        events=known_events(),
        roles=set(Role.objects.values_list("code", flat=True)),
        calendars=set(WorkingCalendar.objects.values_list("code", flat=True)),
        users=set(people.values_list("username", flat=True)),
        processes=_codes("processes", "ProcessDefinition"),
        tables=_codes("rules", "DecisionTable"),
    )


_OWN_FACTS: dict[str, FactType] = {
    "step.outcome": "text",
    "step.note": "text",
    "step.visit": "number",
    "event.name": "text",
}


def facts_of_steps(graph: Graph) -> dict[str, FactType]:
    """What a condition may read besides the document: the step itself, the news, a table's decision.

    What news and tables tell is known only when they do, so their names are taken as they are written.
    """
    texts = [text for node in graph.nodes for text in (node.entry, node.exit) if text]
    texts += [edge.condition for edge in graph.edges if edge.condition]
    found = dict(_OWN_FACTS)
    for text in texts:
        try:
            names = names_in(text)
        except BadExpression:
            continue  # told as a finding of its own
        found |= {name: "text" for name in names if name.startswith(("event.", "decision."))}
    return found


def _people(to: Mapping[str, Any] | None) -> list[str]:
    if to is None:
        return []
    return [name for name in (to.get("user"), *(to.get("users") or ())) if isinstance(name, str)]


def _codes(app: str, model: str) -> Collection[str] | None:
    """The codes kept by a model; None while this company's product has no such thing."""
    try:
        found = apps.get_model(app, model)
    except LookupError:
        return None
    return set(found._default_manager.values_list("code", flat=True))


def problems_of(kind: str, graph: Mapping[str, Any]) -> list[Found]:
    """Everything that keeps a drawing from being published, and what its owner should look at.

    What can't be read as a drawing at all (two starts, unknown kinds) is told as findings too.
    """
    drawn, found = drawing_problems(graph)
    if drawn is not None:
        found = problems(drawn, **vars(surroundings(kind, drawn)))
    return [Found(one.node, one.code, one.level, text_of(one), one.edge) for one in found]


def errors_of(kind: str, graph: Mapping[str, Any]) -> list[Found]:
    """What keeps a drawing from being published.

    Raises: Invalid when it can't be read as a drawing at all.
    """
    parse(graph)
    return [problem for problem in problems_of(kind, graph) if problem.level == "error"]
