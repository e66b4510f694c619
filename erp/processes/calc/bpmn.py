"""Processes as BPMN 2.0 XML: written with their diagram, and read again from the subset we run.

What BPMN has no element for (clock, ladder, signers, checklist) travels in an extension element of
our own namespace, which other tools keep or ignore.
Source: OMG, Business Process Model and Notation 2.0.2 (formal/2013-12-09), chapters 8, 10 and 12.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as ET

from erp.processes.calc.drawn import to_json
from erp.processes.calc.graph import Edge, Graph, Node
from erp.processes.calc.layout import Place, laid_out, size_of

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
KEPT = "urn:kept:process:1"
LANGUAGE = "urn:kept:expression:1"
_PREFIXES = {"bpmn": BPMN, "bpmndi": BPMNDI, "dc": DC, "di": DI, "xsi": XSI, "kept": KEPT}
ELEMENTS = {
    "start": "startEvent",
    "end": "endEvent",
    "task": "userTask",
    "action": "serviceTask",
    "gateway": "exclusiveGateway",
    "parallel": "parallelGateway",
    "join": "parallelGateway",
    "wait": "intermediateCatchEvent",
    "timer": "intermediateCatchEvent",
    "subprocess": "callActivity",
}
_NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]").match
_SAID_BY_BPMN = {"id", "type", "name", "instruction"}


def write_bpmn(graph: Graph, *, code: str, name: str, places: Mapping[str, Place] | None = None) -> str:
    """The process with its diagram as BPMN 2.0 XML."""
    for prefix, uri in _PREFIXES.items():
        ET.register_namespace(prefix, uri)
    root = ET.Element(f"{{{BPMN}}}definitions", {"id": "kept_definitions", "targetNamespace": KEPT})
    process_id = f"process_{code}"
    process = ET.Element(
        f"{{{BPMN}}}process", {"id": process_id, "name": _clean(name), "isExecutable": "true"}
    )
    flows = {edge.id: f"kept_flow_{number}" for number, edge in enumerate(graph.edges, 1)}
    drawn = {one["id"]: one for one in to_json(graph)["nodes"]}
    signals: dict[str, str] = {}
    for node in graph.nodes:
        process.append(_node(graph, node, drawn[node.id], flows, signals))
    for edge in graph.edges:
        process.append(_flow(edge, flows[edge.id]))
    for event, signal_id in signals.items():
        ET.SubElement(root, f"{{{BPMN}}}signal", {"id": signal_id, "name": event})
    root.append(process)
    root.append(_diagram(graph, process_id, flows, laid_out(graph, places)))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _node(
    graph: Graph, node: Node, drawn: Mapping[str, Any], flows: Mapping[str, str], signals: dict[str, str]
) -> ET.Element:
    """One element; the order of its children is that of the standard's schema."""
    members = {"id": node.id}
    if node.name or node.names:
        members["name"] = _clean(node.title())
    other = next((edge for edge in graph.out(node.id) if edge.otherwise), None)
    if other is not None and node.type in {"gateway", "task", "action", "subprocess"}:
        members["default"] = flows[other.id]
    if node.type in {"parallel", "join"}:
        members["gatewayDirection"] = "Diverging" if node.type == "parallel" else "Converging"
    if node.type == "subprocess" and node.process:
        members["calledElement"] = f"process_{node.process}"
    element = ET.Element(f"{{{BPMN}}}{ELEMENTS[node.type]}", members)
    if node.instruction:
        ET.SubElement(element, f"{{{BPMN}}}documentation").text = _clean(node.instruction)
    _extension(element, drawn)
    for tag, edges in (("incoming", graph.into(node.id)), ("outgoing", graph.out(node.id))):
        for edge in edges:
            ET.SubElement(element, f"{{{BPMN}}}{tag}").text = flows[edge.id]
    _owner(element, node)
    _event(element, node, signals)
    return element


def _extension(element: ET.Element, drawn: Mapping[str, Any]) -> None:
    rest = {name: value for name, value in drawn.items() if name not in _SAID_BY_BPMN}
    holder = ET.SubElement(element, f"{{{BPMN}}}extensionElements")
    if drawn.get("names") and not drawn.get("name"):
        rest["name"] = ""
    ours = ET.SubElement(holder, f"{{{KEPT}}}node", {"type": drawn["type"]})
    ours.text = _clean(json.dumps(rest, ensure_ascii=False, sort_keys=True))


def _owner(element: ET.Element, node: Node) -> None:
    if node.assignee is None or node.type != "task":
        return
    who = node.assignee
    text = who.role or who.user or ", ".join(who.users) or who.field or who.manager_of or who.table
    owner = ET.SubElement(element, f"{{{BPMN}}}potentialOwner")
    assignment = ET.SubElement(owner, f"{{{BPMN}}}resourceAssignmentExpression")
    ET.SubElement(assignment, f"{{{BPMN}}}formalExpression").text = _clean(text)


def _event(element: ET.Element, node: Node, signals: dict[str, str]) -> None:
    if node.type == "wait":
        event = node.wait_for or node.id
        signal = signals.setdefault(event, f"kept_signal_{len(signals) + 1}")
        ET.SubElement(element, f"{{{BPMN}}}signalEventDefinition", {"signalRef": signal})
    elif node.type == "timer":
        timer = ET.SubElement(element, f"{{{BPMN}}}timerEventDefinition")
        kind = "timeDate" if node.timer_until else "timeDuration"
        when = ET.SubElement(timer, f"{{{BPMN}}}{kind}", {f"{{{XSI}}}type": "bpmn:tFormalExpression"})
        when.text = node.timer_until or f"PT{node.timer_seconds or 0}S"


def _flow(edge: Edge, flow_id: str) -> ET.Element:
    members = {"id": flow_id, "sourceRef": edge.source, "targetRef": edge.target}
    if edge.label:
        members["name"] = _clean(edge.label)
    flow = ET.Element(f"{{{BPMN}}}sequenceFlow", members)
    rest = {"labels": dict(edge.labels), "otherwise": edge.otherwise}
    if any(rest.values()):
        holder = ET.SubElement(flow, f"{{{BPMN}}}extensionElements")
        ours = ET.SubElement(holder, f"{{{KEPT}}}edge")
        ours.text = _clean(json.dumps(rest, ensure_ascii=False, sort_keys=True))
    if edge.condition:
        condition = ET.SubElement(
            flow,
            f"{{{BPMN}}}conditionExpression",
            {f"{{{XSI}}}type": "bpmn:tFormalExpression", "language": LANGUAGE},
        )
        condition.text = _clean(edge.condition)
    return flow


def _clean(text: str) -> str:
    """Text without the control characters that XML 1.0 has no way to carry."""
    return "".join(
        one for one in text if one in "\t\n\r" or ord(one) >= 32 and ord(one) not in (0xFFFE, 0xFFFF)
    )


def _diagram(
    graph: Graph, process_id: str, flows: Mapping[str, str], places: Mapping[str, Place]
) -> ET.Element:
    diagram = ET.Element(f"{{{BPMNDI}}}BPMNDiagram", {"id": "kept_diagram"})
    plane = ET.SubElement(diagram, f"{{{BPMNDI}}}BPMNPlane", {"id": "kept_plane", "bpmnElement": process_id})
    for node in graph.nodes:
        (x, y), (width, height) = places[node.id], size_of(node.type)
        shape = {"id": f"shape_{node.id}", "bpmnElement": node.id}
        if node.type == "gateway":
            shape["isMarkerVisible"] = "true"
        holder = ET.SubElement(plane, f"{{{BPMNDI}}}BPMNShape", shape)
        bounds = {"x": _short(x), "y": _short(y), "width": str(width), "height": str(height)}
        ET.SubElement(holder, f"{{{DC}}}Bounds", bounds)
    for edge in graph.edges:
        flow = flows[edge.id]
        holder = ET.SubElement(plane, f"{{{BPMNDI}}}BPMNEdge", {"id": f"line_{flow}", "bpmnElement": flow})
        for x, y in _way(graph, edge, places):
            ET.SubElement(holder, f"{{{DI}}}waypoint", {"x": _short(x), "y": _short(y)})
    return diagram


def _way(graph: Graph, edge: Edge, places: Mapping[str, Place]) -> list[Place]:
    """From the right side of one node to the left side of the other."""
    (left, top), (width, height) = places[edge.source], size_of(graph.by_id[edge.source].type)
    (x, y), (_, target_height) = places[edge.target], size_of(graph.by_id[edge.target].type)
    return [(left + width, top + height / 2), (x, y + target_height / 2)]


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
