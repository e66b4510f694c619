"""Published drawings, kept per process: which versions take new cases, and what news moves a case."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from erp.core.fresh import kept_for
from erp.core.statements import fetch
from erp.processes.calc.drawn import parse
from erp.processes.calc.graph import Graph
from erp.processes.calc.places import words
from erp.processes.models import ProcessVersion

_HEARING = ("wait", "action")


@dataclass(frozen=True)
class Drawing:
    """One version of a process, ready to be run."""

    version_id: int
    definition_id: int
    code: str
    name: str
    number: int
    kind: str
    is_pilot: bool
    takes_cases: bool
    scope: dict[str, Any]
    names: dict[str, str] = field(default_factory=dict)

    @cached_property
    def graph(self) -> Graph:
        """The graph, parsed once per process."""
        return graph_of(self.version_id)

    @cached_property
    def starts_on(self) -> frozenset[str]:
        """News of the document that begin a case; none when it is begun by hand or by another process."""
        return frozenset(words(self.graph.start.wait_for))

    @cached_property
    def cancel_on(self) -> frozenset[str]:
        """News that end a case wherever it stands."""
        return frozenset(words(self.graph.start.input.get("cancel_on")))

    @cached_property
    def pause_on(self) -> frozenset[str]:
        """News that let a case stand still."""
        return frozenset(words(self.graph.start.input.get("pause_on")))

    @cached_property
    def resume_on(self) -> frozenset[str]:
        """News that let a paused case go on."""
        return frozenset(words(self.graph.start.input.get("resume_on")))

    @cached_property
    def heard(self) -> frozenset[str]:
        """News that move a running case: waited for, overtaking, ending, pausing."""
        names = {name for node in self.graph.nodes if node.type in _HEARING for name in words(node.wait_for)}
        return frozenset(names) | self.cancel_on | self.pause_on | self.resume_on

    @property
    def by(self) -> str:
        """Who acts when the process itself does."""
        return f"{self.name}, version {self.number}"


@dataclass(frozen=True)
class _Drawings:
    by_version: dict[int, Drawing]
    by_kind: dict[str, list[Drawing]]
    starting: dict[tuple[str, str], list[Drawing]]
    heard: dict[str, frozenset[str]]
    news: frozenset[tuple[str, str]]


_graphs: dict[int, Graph] = {}

_DRAWINGS = """
SELECT v.id, v.definition_id, d.code, d.name, v.number, d.subject_kind, v.is_pilot,
       d.is_active AND v.state = 'published', v.scope, d.names
FROM processes_processversion v JOIN processes_processdefinition d ON d.id = v.definition_id
WHERE v.state = 'published'
   OR EXISTS (SELECT 1 FROM processes_case c WHERE c.version_id = v.id AND c.state = 'running')
ORDER BY v.definition_id, v.is_pilot DESC, v.number DESC
"""


def graph_of(version_id: int) -> Graph:
    """The drawing of a published version; read and parsed once per process, for it never changes."""
    found = _graphs.get(version_id)
    if found is None:
        row = ProcessVersion.objects.get(pk=version_id)
        found = parse(row.graph)
        if row.state != ProcessVersion.State.DRAFT:
            _graphs[version_id] = found
    return found


def step_title(version_id: int, node_id: str, language: str) -> str:
    """What a step is called in a language, as drawn; its code where the drawing has none such."""
    drawn = graph_of(version_id).by_id.get(node_id)
    return drawn.title(language) if drawn else node_id


@kept_for(seconds=5.0)
def _drawings() -> _Drawings:
    found = []
    for row in fetch(_DRAWINGS, []):
        values = [
            json.loads(value) if isinstance(value, str) and n in {8, 9} else value
            for n, value in enumerate(row)
        ]
        found.append(Drawing(*values))
    return _sorted(found)


def _sorted(found: list[Drawing]) -> _Drawings:
    by_kind: dict[str, list[Drawing]] = {}
    starting: dict[tuple[str, str], list[Drawing]] = {}
    heard: dict[str, set[str]] = {}
    for drawing in found:
        by_kind.setdefault(drawing.kind, []).append(drawing)
        heard.setdefault(drawing.kind, set()).update(drawing.heard)
        if drawing.takes_cases:
            for name in drawing.starts_on:
                starting.setdefault((drawing.kind, name), []).append(drawing)
    return _Drawings(
        by_version={drawing.version_id: drawing for drawing in found},
        by_kind=by_kind,
        starting=starting,
        heard={kind: frozenset(names) for kind, names in heard.items()},
        news=frozenset({*starting, *((kind, name) for kind, names in heard.items() for name in names)}),
    )


def forget_drawings() -> None:
    """Read the published versions anew next time; called when one was published or taken back."""
    _drawings.forget()


def drawing_of(version_id: int) -> Drawing:
    """A version by its key, also one that was published a moment ago elsewhere.

    Raises: KeyError when there is none that is published or in use.
    """
    found = _drawings().by_version.get(version_id)
    if found is None:
        forget_drawings()
        found = _drawings().by_version[version_id]
    return found


def drawings_for(kind: str) -> list[Drawing]:
    """The versions in use for a kind of document, pilots before the current one of each process."""
    return _drawings().by_kind.get(kind, [])


def starting_on(kind: str, name: str) -> list[Drawing]:
    """The versions that begin a case when this is told of a document, pilots first."""
    return _drawings().starting.get((kind, name), [])


def is_heard(kind: str, name: str) -> bool:
    """Whether some version in use moves its cases when this is told of a document."""
    return name in _drawings().heard.get(kind, ())


def news() -> frozenset[tuple[str, str]]:
    """What moves or begins a case of some version in use: the kind of document, and what is told of it."""
    return _drawings().news


def is_known(kind: str) -> bool:
    """Whether any process is drawn for a kind of document."""
    return kind in _drawings().by_kind


def current_drawing(code: str) -> Drawing | None:
    """The version of a process that takes new cases outside of pilots."""
    for drawings in _drawings().by_kind.values():
        for drawing in drawings:
            if drawing.code == code and drawing.takes_cases and not drawing.is_pilot:
                return drawing
    return None
