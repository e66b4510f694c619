"""What may be drawn but not published: each rule has a drawing that breaks it and nothing else."""
# ruff: noqa: E501 -- one case a line reads as a table

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from erp.core.expressions import FactType
from erp.core.palette import Action, Input
from erp.processes.calc.compare import compare
from erp.processes.calc.drawn import parse, to_json
from erp.processes.calc.validation import drawing_problems, problems

FACTS: dict[str, FactType] = {
    "order.total": "number",
    "order.salesperson": "text",
    "lines": "list",
    "lines[].category": "text",
}
ACTIONS = {
    "orders.confirm_order": Action("orders.confirm_order", "Confirm", lambda subject, **rest: None, is_critical=True),
    "orders.hold_order": Action(
        "orders.hold_order", "Hold", lambda subject, **rest: None, inputs=(Input("reason", "Reason", required=True),)
    ),
}  # fmt: skip
TASK = {"id": "t", "type": "task", "name": "T", "assignee": {"role": "finance"}, "target_seconds": 60, "calendar": "office"}  # fmt: skip


def drawn(*nodes, edges, **changes):
    everything = [{"id": "s", "type": "start"}, *nodes, {"id": "e", "type": "end"}]
    links = [dict(zip(("from", "to", "condition"), pair.split(" ", 2), strict=False)) for pair in edges]
    for link in links:
        if link.get("condition") == "otherwise":
            link.pop("condition")
            link["otherwise"] = True
    return {"nodes": everything, "edges": links}


def found(drawing, level=None):
    around = {
        "events": {"order.allocated"},
        "roles": {"finance"},
        "calendars": {"office"},
        "users": {"fang", "ming"},
    }
    around |= {"tables": {"order_review"}, "processes": {"returns"}}
    every = problems(parse(drawing), facts=FACTS, actions=ACTIONS, **around)
    return [(one.node, one.code) for one in every if level is None or one.level == level]


def straight(**members):
    return drawn({**TASK, **members}, edges=["s t", "t e"])


def test_a_sound_process_has_no_findings():
    assert found(straight()) == []


@pytest.mark.parametrize(
    ("drawing", "finding"),
    [
        (drawn(TASK, {**TASK, "id": "lost"}, edges=["s t", "t e", "lost e"]), ("lost", "unreachable")),
        (drawn(TASK, {**TASK, "id": "u"}, edges=["s t", "t e", "t u x"]), ("u", "dead_end")),
        (straight(assignee=None), ("t", "missing_assignee")),
        (straight(assignee={"role": "wizard"}), ("t", "unknown_role")),
        (straight(assignee={"user": "nobody"}), ("t", "unknown_user")),
        (straight(assignee={"users": ["fang", "nobody"]}), ("t", "unknown_user")),
        (straight(assignee={"table": "nowhere"}), ("t", "unknown_table")),
        (straight(assignee={"manager_of": "nowhere"}), ("t", "unknown_field")),
        (straight(assignee={"users": ["fang", "ming"]}, countersign={"mode": "n_of_m", "required": 3}), ("t", "too_many_signers")),
        (straight(calendar="moon"), ("t", "unknown_calendar")),
        (straight(critical=True, ladder=[{"action": "approve", "after_seconds": 5}]), ("t", "auto_approval_on_critical")),
        (straight(ladder=[{"action": "escalate", "after_seconds": 5, "to": {"role": "wizard"}}]), ("t", "unknown_role")),
        (straight(entry="order.totl > 1"), ("t", "bad_condition")),
        (straight(exit="order.total / 0 > 1"), ("t", "bad_condition")),
        (straight(reject_to="e"), ("t", "reject_not_earlier")),
        (drawn({"id": "a", "type": "action", "name": "A"}, edges=["s a", "a e"]), ("a", "missing_action")),
        (drawn({"id": "a", "type": "action", "name": "A", "action": "x.y"}, edges=["s a", "a e"]), ("a", "unknown_action")),
        (drawn({"id": "a", "type": "action", "name": "A", "action": "orders.hold_order"}, edges=["s a", "a e"]), ("a", "missing_input")),
        (drawn({"id": "w", "type": "wait", "name": "W"}, edges=["s w", "w e"]), ("w", "missing_event")),
        (drawn({"id": "w", "type": "wait", "name": "W", "wait_for": "sun.rose"}, edges=["s w", "w e"]), ("w", "unknown_event")),
        (drawn({"id": "w", "type": "timer", "name": "W"}, edges=["s w", "w e"]), ("w", "missing_timer")),
        (drawn({"id": "w", "type": "timer", "name": "W", "timer_until": "date(now)"}, edges=["s w", "w e"]), ("w", "bad_condition")),
        (drawn({"id": "p", "type": "subprocess", "name": "P"}, edges=["s p", "p e"]), ("p", "missing_process")),
        (drawn({"id": "p", "type": "subprocess", "name": "P", "process": "x"}, edges=["s p", "p e"]), ("p", "unknown_process")),
        (drawn({"id": "g", "type": "gateway"}, TASK, edges=["s g", "g t", "g e", "t e"]), ("g", "missing_condition")),
        (drawn({"id": "g", "type": "gateway"}, TASK, edges=["s g", "g t order.totl > 1", "g e otherwise", "t e"]), ("g", "bad_condition")),
        (drawn({"id": "g", "type": "gateway"}, TASK, edges=["s g", "g t otherwise", "g e otherwise", "t e"]), ("g", "two_otherwise")),
        (drawn({"id": "g", "type": "gateway"}, edges=["s g", "g g order.total > 1", "g e otherwise"]), ("g", "endless_loop")),
        (drawn({"id": "g", "type": "gateway"}, {"id": "j", "type": "join"}, TASK, edges=["s g", "g t order.total > 1", "g j otherwise", "t j", "j e"]), ("j", "join_without_fork")),
        (drawn(TASK, edges=["s t", "t e", "t s order.total > 1"]), ("s", "start_is_entered")),
        (drawn(TASK, edges=["s t", "t e", "e t"]), ("e", "end_goes_on")),
    ],
)  # fmt: skip
def test_errors(drawing, finding):
    assert finding in found(drawing, "error")


@pytest.mark.parametrize(
    ("drawing", "finding"),
    [
        (straight(target_seconds=None), ("t", "missing_clock")),
        (straight(name=""), ("t", "missing_name")),
        (straight(ladder=[{"action": "remind", "after_seconds": 9}, {"action": "escalate", "after_seconds": 1}]), ("t", "ladder_order")),
        (drawn({**TASK, "ladder": [{"action": "approve", "after_seconds": 5}]}, {"id": "a", "type": "action", "name": "A", "action": "orders.confirm_order"}, edges=["s t", "t a", "a e"]), ("t", "auto_approval_before_critical")),
        (drawn({"id": "g", "type": "gateway"}, TASK, edges=["s g", "g t order.total > 1", "g e order.total <= 1", "t e"]), ("g", "no_otherwise")),
    ],
)  # fmt: skip
def test_warnings_do_not_stop_publishing(drawing, finding):
    assert finding in found(drawing, "warning")
    assert found(drawing, "error") == []


def test_a_clock_without_any_calendar_is_warned_about():
    drawing = parse(straight(calendar=""))
    for calendars, codes in ((set(), ["missing_calendar"]), ({"office"}, []), (None, [])):
        told = problems(drawing, facts=FACTS, actions=ACTIONS, calendars=calendars)
        assert [one.code for one in told] == codes


def test_loops_with_a_person_or_a_limit_are_fine():
    gate = {"id": "g", "type": "gateway"}
    links = ["s t", "t g", "g t order.total > 1", "g e otherwise"]
    assert found(drawn(TASK, gate, edges=links), "error") == []
    again = ["s g", "g g order.total > 1", "g e otherwise"]
    assert found(drawn({**gate, "max_visits": 3}, edges=again), "error") == []


def test_conditions_may_read_what_the_step_the_news_and_a_decision_said():
    links = [
        "s t",
        't e step.outcome == "approved"',
        't e decision.limit > 5 and event.reason != ""',
        "t e otherwise",
    ]
    assert found(drawn(TASK, edges=links)) == []


def test_a_fork_with_its_join_is_fine():
    fork, join = {"id": "f", "type": "parallel"}, {"id": "j", "type": "join"}
    links = ["s f", "f t", "f u", "t j", "u j", "j e"]
    assert found(drawn(fork, TASK, {**TASK, "id": "u"}, join, edges=links)) == []


def test_two_starts_and_unknown_kinds_are_findings_too():
    nodes = [{"id": "s", "type": "start"}, {"id": "again", "type": "start"}, {"id": "x.y", "type": "warp"}]
    graph, every = drawing_problems({"nodes": nodes, "edges": []})
    assert graph is None
    assert [(one.node, one.code) for one in every] == [("x.y", "unknown_kind"), ("again", "two_starts")]
    assert drawing_problems(None)[1][0].code == "bad_graph"
    assert (
        drawing_problems({"nodes": [{"id": f"n{one}", "type": "end"} for one in range(10_000)]})[1][0].code
        == "too_large"
    )


def test_comparison_tells_what_was_added_removed_and_changed():
    before = parse(straight())
    after = parse(
        drawn(
            {**TASK, "target_seconds": 7200},
            {**TASK, "id": "tech", "name": "Tech"},
            edges=["s t", "t tech", "tech e"],
        )
    )
    told = [(one.part, one.id, one.kind, dict(one.members)) for one in compare(before, after)]
    assert told == [
        ("node", "t", "changed", {"target_seconds": (60, 7200)}),
        ("node", "tech", "added", {}),
        ("edge", "t → tech", "added", {}),
        ("edge", "tech → e", "added", {}),
        ("edge", "t → e", "removed", {}),
    ]
    assert compare(after, parse(to_json(after))) == []


KINDS = st.sampled_from(["task", "gateway", "parallel", "join", "wait", "timer", "action", "end"])


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(KINDS, min_size=1, max_size=12), st.data())
def test_validation_ends_on_every_graph_and_finds_every_unreachable_node(kinds, data):
    ids = [f"n{number}" for number in range(len(kinds))]
    nodes = [{"id": "s", "type": "start"}]
    nodes += [{"id": one, "type": kind} for one, kind in zip(ids, kinds, strict=True)]
    pairs = data.draw(st.lists(st.tuples(st.sampled_from(["s", *ids]), st.sampled_from(ids)), max_size=30))
    graph = parse({"nodes": nodes, "edges": [{"from": a, "to": b} for a, b in pairs]})
    every = problems(graph, facts=FACTS, actions=ACTIONS)
    lost = {one.node for one in every if one.code == "unreachable"}
    assert lost == set(ids) - graph.reachable("s")
    assert compare(graph, graph) == []
