"""BPMN out and in again: nothing is lost, foreign files are read as far as we run them, hostile ones refused."""
# ruff: noqa: E501 -- one case a line reads as a table

from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from erp.core.errors import Invalid
from erp.processes.calc.bpmn import BPMN, BPMNDI, DC, DI, write_bpmn
from erp.processes.calc.bpmn_reader import read_bpmn
from erp.processes.calc.drawn import parse
from erp.processes.calc.layout import places_of

SAMPLE = Path(__file__).parent / "sample.bpmn"
DRAWN = {
    "nodes": [
        {"id": "start", "type": "start", "x": 0, "y": 22},
        {"id": "by_category", "type": "gateway", "x": 120, "y": 15},
        {
            "id": "technical",
            "type": "task",
            "name": "Technical confirmation",
            "names": {"zh-hans": "技术确认"},
            "assignee": {"role": "production_manager"},
            "countersign": {"mode": "n_of_m", "required": 2, "veto": True},
            "target_seconds": 7200,
            "calendar": "office",
            "ladder": [{"action": "escalate", "after_seconds": 7200}],
            "instruction": "Look at the drawing & the <tolerances>.",
            "checklist": ["Drawing checked"],
            "x": 260,
            "y": -60,
        },
        {"id": "fork", "type": "parallel", "x": 470, "y": 15},
        {"id": "confirm", "type": "action", "name": "Confirm", "action": "orders.confirm_order", "x": 570, "y": -60},
        {"id": "allocated", "type": "wait", "name": "Wait", "wait_for": "order.allocated", "x": 570, "y": 80},
        {"id": "meet", "type": "join", "x": 800, "y": 15},
        {"id": "pause", "type": "timer", "name": "Pause", "timer_seconds": 3600, "x": 900, "y": 22},
        {"id": "returns", "type": "subprocess", "name": "Returns", "process": "returns", "x": 1000, "y": 0},
        {"id": "end", "type": "end", "x": 1240, "y": 22},
    ],
    "edges": [
        {"id": "a", "from": "start", "to": "by_category"},
        {"id": "b", "from": "by_category", "to": "technical", "condition": 'some(lines, #.category == "C<1>")', "label": "custom"},
        {"id": "c", "from": "by_category", "to": "fork", "otherwise": True, "labels": {"zh-hans": "其他"}},
        {"id": "d", "from": "technical", "to": "fork"},
        {"id": "e", "from": "fork", "to": "confirm"},
        {"id": "f", "from": "fork", "to": "allocated"},
        {"id": "g", "from": "confirm", "to": "meet"},
        {"id": "h", "from": "allocated", "to": "meet"},
        {"id": "i", "from": "meet", "to": "pause"},
        {"id": "j", "from": "pause", "to": "returns"},
        {"id": "k", "from": "returns", "to": "end"},
    ],
}  # fmt: skip


def bare(graph):
    """Everything but the ids of the links, which BPMN names anew."""
    edges = [
        (edge.source, edge.target, edge.condition, edge.otherwise, edge.label, edge.labels)
        for edge in graph.edges
    ]
    return graph.nodes, edges


def written(drawing=None):
    drawing = drawing or DRAWN
    return write_bpmn(parse(drawing), code="order", name="Order process", places=places_of(drawing))


def test_nothing_is_lost_out_and_in_again():
    back = read_bpmn(written())
    assert bare(parse(back)) == bare(parse(DRAWN))
    assert places_of(back) == places_of(DRAWN)


def test_the_committed_sample_is_what_we_write():
    """`npm test` in frontend/ opens the sample with bpmn-moddle, the library of another BPMN tool."""
    assert SAMPLE.read_text(encoding="utf-8") == written()


def test_the_file_has_the_structure_that_the_standard_asks_for():
    root = ET.fromstring(written())
    process = root.find(f"{{{BPMN}}}process")
    assert process is not None
    flows = {one.get("id"): one for one in process.iter(f"{{{BPMN}}}sequenceFlow")}
    nodes = {one.get("id"): one for one in process if one.tag != f"{{{BPMN}}}sequenceFlow"}
    assert len(flows) == 11 and len(nodes) == 10
    for flow_id, flow in flows.items():
        source, target = nodes[flow.get("sourceRef")], nodes[flow.get("targetRef")]
        assert flow_id in [one.text for one in source.iter(f"{{{BPMN}}}outgoing")]
        assert flow_id in [one.text for one in target.iter(f"{{{BPMN}}}incoming")]
    assert flows[nodes["by_category"].get("default")].get("targetRef") == "fork"
    shapes = {one.get("bpmnElement"): one for one in root.iter(f"{{{BPMNDI}}}BPMNShape")}
    lines = {one.get("bpmnElement"): one for one in root.iter(f"{{{BPMNDI}}}BPMNEdge")}
    assert shapes.keys() == nodes.keys() and lines.keys() == flows.keys()
    boxes = [one.find(f"{{{DC}}}Bounds") for one in shapes.values()]
    assert all(box is not None and float(box.get("width", "")) > 0 for box in boxes)
    assert all(len(one.findall(f"{{{DI}}}waypoint")) >= 2 for one in lines.values())
    every = [one.get("id") for one in root.iter() if one.get("id")]
    assert len(every) == len(set(every))


def file(inside):
    return f'<definitions xmlns="{BPMN}"><process id="p">{inside}</process></definitions>'


def test_a_file_of_another_tool_is_read_as_far_as_we_run_it():
    drawn = read_bpmn(
        file(
            '<startEvent id="s"/><userTask id="t" name="Check"><documentation>How</documentation></userTask>'
            '<parallelGateway id="f"/><serviceTask id="a"/><intermediateCatchEvent id="w"><timerEventDefinition>'
            "<timeDuration>P1DT2H</timeDuration></timerEventDefinition></intermediateCatchEvent>"
            '<parallelGateway id="j"/><exclusiveGateway id="g" default="y"/><endEvent id="e"/>'
            '<sequenceFlow id="1" sourceRef="s" targetRef="t"/><sequenceFlow id="2" sourceRef="t" targetRef="f"/>'
            '<sequenceFlow id="3" sourceRef="f" targetRef="a"/><sequenceFlow id="4" sourceRef="f" targetRef="w"/>'
            '<sequenceFlow id="5" sourceRef="a" targetRef="j"/><sequenceFlow id="6" sourceRef="w" targetRef="j"/>'
            '<sequenceFlow id="7" sourceRef="j" targetRef="g"/><sequenceFlow id="y" sourceRef="g" targetRef="e"/>'
            '<sequenceFlow id="8" sourceRef="g" targetRef="t"><conditionExpression>${order.total > 5}'
            "</conditionExpression></sequenceFlow>"
        )
    )
    graph = parse(drawn)
    kinds = {node.id: node.type for node in graph.nodes}
    assert kinds == {
        "s": "start",
        "t": "task",
        "f": "parallel",
        "a": "action",
        "w": "timer",
        "j": "join",
        "g": "gateway",
        "e": "end",
    }
    assert graph.node("w").timer_seconds == 93_600 and graph.node("t").instruction == "How"
    assert [(edge.target, edge.condition, edge.otherwise) for edge in graph.out("g")] == [
        ("t", "order.total > 5", False), ("e", "", True),
    ]  # fmt: skip


def test_a_gateway_that_joins_and_forks_becomes_two():
    links = "".join(
        f'<sequenceFlow id="l{number}" sourceRef="{a}" targetRef="{b}"/>'
        for number, (a, b) in enumerate(map(tuple, ["sa", "ab", "ac", "bg", "cg", "gd", "ge"]))
    )
    tasks = "".join(f'<task id="{one}"/>' for one in "bcd")
    drawn = read_bpmn(
        file(
            f'<startEvent id="s"/><parallelGateway id="a"/>{tasks}<parallelGateway id="g"/><endEvent id="e"/>{links}'
        )
    )
    graph = parse(drawn)
    assert graph.node("g").type == "join" and graph.node("g_fork").type == "parallel"
    assert {edge.target for edge in graph.out("g_fork")} == {"d", "e"}


BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "text",
    [
        "", "no xml", "<a", "<a/>", file(""), BOMB + file('<startEvent id="s" name="&b;"/>'),
        '<!DOCTYPE x SYSTEM "file:///etc/passwd">' + file('<startEvent id="s"/>'),
        (BOMB + file('<startEvent id="s"/>')).encode("utf-16"), b"\xff\xfe\x00", file("<subProcess id='s'/>"),
        file("<inclusiveGateway id='s'/>"), file("<startEvent id='s'><messageEventDefinition/></startEvent>"),
        file("<startEvent id='s'/><boundaryEvent id='b'/>"), "x" * 2_000_001, "<a>" * 5000,
        file('<startEvent id="s"><extensionElements><k:node xmlns:k="urn:kept:process:1">[1]</k:node></extensionElements></startEvent>'),
        file('<startEvent id="s"/><sequenceFlow id="1" sourceRef="s" targetRef="gone"/>'),
        file('<startEvent id="s"/><intermediateCatchEvent id="w"><timerEventDefinition/></intermediateCatchEvent>'),
    ],
    ids=range(18),
)  # fmt: skip
def test_what_cannot_be_read_is_refused(text):
    with pytest.raises(Invalid) as refusal:
        read_bpmn(text)
    assert refusal.value.code in {"bad_bpmn", "bad_graph"}


TEXT = st.text(
    st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\ufffe\uffff"), max_size=30
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(st.sampled_from(["task", "gateway", "action", "wait", "timer", "end"]), TEXT), max_size=8
    ),
    st.data(),
)
def test_any_drawing_goes_out_and_in_again(kinds, data):
    nodes: list[dict[str, Any]] = [{"id": "s", "type": "start"}]
    nodes += [
        {"id": f"n{at}", "type": kind, "name": name, "wait_for": "x.y", "timer_seconds": 5, "exit": name}
        for at, (kind, name) in enumerate(kinds)
    ]
    ids = st.sampled_from([node["id"] for node in nodes])
    edges = data.draw(st.lists(st.fixed_dictionaries({"from": ids, "to": ids, "label": TEXT}), max_size=10))
    graph = parse({"nodes": nodes, "edges": edges})
    assert bare(parse(read_bpmn(write_bpmn(graph, code="x", name="X")))) == bare(graph)
