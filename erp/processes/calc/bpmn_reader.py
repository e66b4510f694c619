"""Reading BPMN 2.0 XML: ours with everything, other tools' as far as we run what they drew.

No document type, no entities, no external anything; bounded in size. What we do not run is refused
by name, never dropped silently.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

from erp.core.errors import Invalid, Text
from erp.processes.calc.bpmn import BPMN, BPMNDI, DC, KEPT
from erp.processes.calc.drawn import parse
from erp.processes.calc.layout import COLUMN

_OURS = f"{{{BPMN}}}extensionElements/{{{KEPT}}}node"
MAX_BYTES = 2_000_000
TYPES = {
    "startEvent": "start",
    "endEvent": "end",
    "userTask": "task",
    "manualTask": "task",
    "task": "task",
    "serviceTask": "action",
    "sendTask": "action",
    "businessRuleTask": "action",
    "exclusiveGateway": "gateway",
    "parallelGateway": "parallel",
    "intermediateCatchEvent": "wait",
    "receiveTask": "wait",
    "callActivity": "subprocess",
}
_PASSED_OVER = {
    "documentation", "extensionElements", "laneSet", "sequenceFlow", "textAnnotation", "association", "group",
    "dataObject", "dataObjectReference", "dataStoreReference", "property", "ioSpecification", "auditing",
    "monitoring", "artifact",
}  # fmt: skip
_DURATION = re.compile(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?)?")
_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,59}")


def read_bpmn(text: str | bytes) -> dict[str, Any]:
    """The drawing in a BPMN file, as the JSON of `graph.parse`, with its places.

    Raises: Invalid (`bad_bpmn` or `bad_graph`) naming what can't be taken.
    """
    root = _tree(text)
    processes = [one for one in root.iter(f"{{{BPMN}}}process") if len(one)]
    if len(processes) != 1:
        raise _refused("The file has to hold exactly one process.", processes=len(processes))
    process = processes[0]
    ids = _ids(process)
    signals = {
        one.get("id", ""): one.get("name", "")
        for tag in ("signal", "message")
        for one in root.iter(f"{{{BPMN}}}{tag}")
    }
    places = _places(root)
    nodes, foreign = [], set()
    for number, element in enumerate(_elements(process)):
        node = _node(element, ids, signals)
        node["x"], node["y"] = places.get(element.get("id", ""), (float(number * COLUMN), 0.0))
        nodes.append(node)
        if element.find(_OURS) is None:
            foreign.add(node["id"])
    drawn = {
        "nodes": nodes,
        "edges": [_edge(flow, ids, process) for flow in process.iter(f"{{{BPMN}}}sequenceFlow")],
    }
    _split_gateways(drawn, foreign)
    parse(drawn)
    return drawn


def _refused(message: str, **facts: Any) -> Invalid:
    return Invalid.field("file", Text(message), code="bad_bpmn", **facts)


class _NoDoctype(ET.TreeBuilder):
    """Builds the tree and stops at a document type: entities come from nowhere else."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise _refused("The file may not have a document type or entities.")


def _tree(text: str | bytes) -> ET.Element:
    raw = text.encode() if isinstance(text, str) else text
    if len(raw) > MAX_BYTES:
        raise _refused("The file may have at most 2 MB.")
    try:
        decoded = raw.decode("utf-8-sig")
        if "<!DOCTYPE" in decoded.upper() or "<!ENTITY" in decoded.upper():
            raise _refused("The file may not have a document type or entities.")
        parser = ET.XMLParser(target=_NoDoctype())  # noqa: S314 -- document types and so entities are refused
        parser.feed(decoded.encode())
        root = parser.close()
    except UnicodeDecodeError:
        raise _refused("The file has to be UTF-8.") from None
    except (ET.ParseError, ValueError) as error:
        raise _refused("The file is not well-formed XML.", why=str(error)[:120]) from None
    if root.tag != f"{{{BPMN}}}definitions":
        raise _refused("This is not a BPMN 2.0 file.")
    return root


def _elements(process: ET.Element) -> Iterator[ET.Element]:
    for element in process:
        tag = element.tag.removeprefix(f"{{{BPMN}}}")
        if tag in TYPES:
            yield element
        elif tag not in _PASSED_OVER and element.tag.startswith(f"{{{BPMN}}}"):
            raise _refused(
                "This file uses an element that can't be run here.", element=tag, id=element.get("id", "")
            )


def _ids(process: ET.Element) -> dict[str, str]:
    """Our id of each of the file's: the same where it fits."""
    found: dict[str, str] = {}
    for number, element in enumerate(_elements(process), 1):
        given = element.get("id", "")
        found[given] = given if _ID.fullmatch(given) else f"node_{number}"
    return found


def _node(element: ET.Element, ids: dict[str, str], signals: dict[str, str]) -> dict[str, Any]:
    tag = element.tag.removeprefix(f"{{{BPMN}}}")
    node: dict[str, Any] = {"id": ids[element.get("id", "")], "type": TYPES[tag]}
    if element.get("name"):
        node["name"] = element.get("name", "")[:120]
    said = element.findtext(f"{{{BPMN}}}documentation")
    if said:
        node["instruction"] = said[:4000]
    _read_event(element, node, signals)
    if tag == "callActivity" and element.get("calledElement"):
        node["process"] = element.get("calledElement", "").removeprefix("process_")[:60]
    ours = element.find(_OURS)
    if ours is not None:
        node.update(_extension(ours, node["id"]))
        if ours.get("type"):
            node["type"] = ours.get("type")
    return node


def _extension(ours: ET.Element, at: str) -> dict[str, Any]:
    try:
        rest = json.loads(ours.text or "{}")
    except (ValueError, RecursionError):
        rest = None
    if not isinstance(rest, dict):
        raise _refused("The own members of a node can't be read.", id=at)
    return {name: value for name, value in rest.items() if name not in {"id", "type", "x", "y"}}


def _read_event(element: ET.Element, node: dict[str, Any], signals: dict[str, str]) -> None:
    kinds = [one for one in element if one.tag.endswith("EventDefinition")]
    for kind in kinds:
        tag = kind.tag.removeprefix(f"{{{BPMN}}}")
        if node["type"] != "wait" or tag not in {
            "signalEventDefinition",
            "messageEventDefinition",
            "timerEventDefinition",
        }:
            raise _refused("This file uses an element that can't be run here.", element=tag, id=node["id"])
        if tag == "timerEventDefinition":
            _read_timer(kind, node)
        else:
            reference = kind.get("signalRef") or kind.get("messageRef") or ""
            node["wait_for"] = signals.get(reference, reference)[:80]


def _read_timer(kind: ET.Element, node: dict[str, Any]) -> None:
    node["type"] = "timer"
    until = kind.findtext(f"{{{BPMN}}}timeDate")
    if until:
        node["timer_until"] = until.strip()[:2000]
        return
    match = _DURATION.fullmatch((kind.findtext(f"{{{BPMN}}}timeDuration") or "").strip())
    if match is None or not any(match.groups()):
        raise _refused("A timer needs a date or a duration such as PT2H.", id=node["id"])
    sizes = (604_800, 86_400, 3_600, 60, 1)
    node["timer_seconds"] = sum(
        int(part or 0) * size for part, size in zip(match.groups(), sizes, strict=True)
    )


def _edge(flow: ET.Element, ids: dict[str, str], process: ET.Element) -> dict[str, Any]:
    source, target = flow.get("sourceRef", ""), flow.get("targetRef", "")
    edge: dict[str, Any] = {
        "id": flow.get("id", "")[:150],
        "from": ids.get(source, ""),
        "to": ids.get(target, ""),
    }
    condition = (flow.findtext(f"{{{BPMN}}}conditionExpression") or "").strip()
    if condition:
        edge["condition"] = (
            condition.removeprefix("${").removesuffix("}") if condition.startswith("${") else condition
        )
    if flow.get("name"):
        edge["label"] = flow.get("name", "")[:120]
    if any(one.get("default") == flow.get("id") and one.get("id") == source for one in process):
        edge["otherwise"] = True
    ours = flow.find(f"{{{BPMN}}}extensionElements/{{{KEPT}}}edge")
    if ours is not None:
        rest = _extension(ours, edge["id"])
        edge |= {name: rest[name] for name in ("labels", "otherwise") if rest.get(name)}
    return edge


def _split_gateways(drawn: dict[str, Any], foreign: set[str]) -> None:
    """A parallel gateway that only joins is a join here; one that joins and forks becomes two nodes."""
    for node in list(drawn["nodes"]):
        if node["type"] != "parallel" or node["id"] not in foreign:
            continue
        into = [edge for edge in drawn["edges"] if edge["to"] == node["id"]]
        out = [edge for edge in drawn["edges"] if edge["from"] == node["id"]]
        if len(into) > 1 and len(out) < 2:
            node["type"] = "join"
        elif len(into) > 1:
            fork = {**node, "id": f"{node['id'][:55]}_fork", "x": node["x"] + 90}
            node["type"] = "join"
            drawn["nodes"].append(fork)
            for edge in out:
                edge["from"] = fork["id"]
            drawn["edges"].append({"id": f"{node['id']}_to_fork", "from": node["id"], "to": fork["id"]})


def _places(root: ET.Element) -> dict[str, tuple[float, float]]:
    found: dict[str, tuple[float, float]] = {}
    for shape in root.iter(f"{{{BPMNDI}}}BPMNShape"):
        bounds = shape.find(f"{{{DC}}}Bounds")
        try:
            place = (float(bounds.get("x", "")), float(bounds.get("y", ""))) if bounds is not None else None
        except ValueError:
            continue
        if place is not None and all(abs(one) < 1e6 for one in place):
            found[shape.get("bpmnElement", "")] = place
    return found
