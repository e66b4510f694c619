"""A drawn process is taken or refused as a whole, naming the node and the rule."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from erp.core.errors import Invalid
from erp.processes.calc.drawn import parse, to_json

REVIEW: dict[str, Any] = {
    "nodes": [
        {"id": "start", "type": "start"},
        {
            "id": "review",
            "type": "task",
            "name": "Finance review",
            "names": {"zh-hans": "财务审核"},
            "assignee": {"role": "finance", "pick": "least_loaded"},
            "countersign": {"mode": "n_of_m", "required": 2, "veto": True},
            "critical": True,
            "target_seconds": 1800,
            "calendar": "office",
            "ladder": [
                {"action": "remind", "after_seconds": 0},
                {"action": "escalate", "after_seconds": 1800},
            ],
            "checklist": ["Credit looked at"],
        },
        {"id": "confirm", "type": "action", "action": "orders.confirm_order"},
        {"id": "end", "type": "end"},
    ],
    "edges": [
        {"from": "start", "to": "review"},
        {"from": "review", "to": "confirm", "condition": "order.total > 1"},
        {"from": "confirm", "to": "end"},
    ],
}


def test_a_drawing_is_read_with_its_indexes():
    graph = parse(REVIEW)
    assert graph.start.id == "start"
    assert [node.id for node in graph.ends] == ["end"]
    review = graph.node("review")
    assert review.assignee is not None and review.countersign is not None
    assert review.assignee.role == "finance" and review.assignee.least_loaded
    assert review.countersign.required == 2
    assert [rung.after_seconds for rung in review.ladder] == [0, 1800]
    assert review.title("zh-hans") == "财务审核" and review.title("en") == "Finance review"
    assert [edge.target for edge in graph.out("review")] == ["confirm"]
    assert [node.id for node in graph.earlier_than("confirm")] == ["review"]
    assert parse(to_json(graph)) == graph


def bad(**changes):
    return {**REVIEW, **changes}


def task(**members):
    return bad(nodes=[*REVIEW["nodes"], {"id": "t", "type": "task", **members}])


@pytest.mark.parametrize(
    ("drawn", "path"),
    [
        (None, "nodes"),
        ([], "nodes"),
        ({"nodes": "x"}, "nodes"),
        (bad(nodes=[*REVIEW["nodes"], {"id": "again", "type": "start"}]), "nodes.again.type"),
        (bad(nodes=[*REVIEW["nodes"], {"id": "odd", "type": "teleport"}]), "nodes.odd.type"),
        (bad(nodes=[*REVIEW["nodes"], {"id": "end", "type": "end"}]), "nodes.end.id"),
        (bad(nodes=[*REVIEW["nodes"], {"id": "a b", "type": "end"}]), "nodes[4].id"),
        (bad(nodes=[*REVIEW["nodes"], 5]), "nodes[4]"),
        (bad(nodes=REVIEW["nodes"][1:], edges=[]), "nodes"),
        (bad(edges=[{"from": "start", "to": "nowhere"}]), "edges.edge_1.to"),
        (bad(edges=[{"from": "start", "to": ["x"]}]), "edges.edge_1.to"),
        (bad(edges=5), "edges"),
        (task(target_seconds=-5), "nodes.t.target_seconds"),
        (task(target_seconds=True), "nodes.t.target_seconds"),
        (task(assignee={"role": "a", "user": "b"}), "nodes.t.assignee"),
        (task(countersign={"mode": "n_of_m"}), "nodes.t.countersign.required"),
        (task(reject_to="gone"), "nodes.t.reject_to"),
        (task(ladder=[{"action": "explode"}]), "nodes.t.ladder[0].action"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_refused_with_its_path(drawn, path):
    with pytest.raises(Invalid) as refusal:
        parse(drawn)
    assert refusal.value.code == "bad_graph"
    assert path in refusal.value.errors


def test_ten_thousand_nodes_are_refused_at_once():
    nodes = [{"id": f"n{number}", "type": "task"} for number in range(10_000)]
    with pytest.raises(Invalid) as refusal:
        parse({"nodes": nodes, "edges": []})
    assert refusal.value.facts["nodes"] == 10_000
    with pytest.raises(Invalid):
        parse({"nodes": nodes[:2], "edges": [{"from": "n0", "to": "n1"}] * 10_000})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)
NODE = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(
        ("id", "type", "name", "names", "assignee", "countersign", "ladder", "input", "critical"), JSON
    ),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.fixed_dictionaries({"nodes": st.lists(NODE | JSON, max_size=4), "edges": st.lists(JSON, max_size=3)})
    | JSON
)
def test_no_json_whatever_breaks_the_door(drawn):
    try:
        parse(drawn)
    except Invalid as refusal:
        assert refusal.errors


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(1, 30), st.data())
def test_reading_and_writing_are_each_others_inverse(size, data):
    ids = [f"n{number}" for number in range(size)]
    nodes = [{"id": "s", "type": "start"}] + [
        {"id": one, "type": data.draw(st.sampled_from(["task", "gateway", "join", "end"]))} for one in ids
    ]
    pairs = data.draw(st.lists(st.tuples(st.sampled_from(ids), st.sampled_from(ids)), max_size=40))
    graph = parse({"nodes": nodes, "edges": [{"from": a, "to": b} for a, b in pairs]})
    assert parse(to_json(graph)) == graph
    for node in graph.nodes:
        for later in graph.reachable(node.id):
            assert node.id in graph.before(later)
