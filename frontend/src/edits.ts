/** What can be done to a drawing, as pure functions, and the history that undoes it. */

import { type Drawing, freeId, freeLinkId, type Link, type NodeType, SIZES, type Step, tidy } from "./model";

export interface History { present: Drawing; past: Drawing[]; future: Drawing[]; mark: string }

const KEPT = 100;

export function begin(drawing: Drawing): History {
  return { present: drawing, past: [], future: [], mark: "" };
}

/** A change; changes in a row with the same mark (typing in one field) are undone together. */
export function record(history: History, next: Drawing, mark = ""): History {
  if (next === history.present) return history;
  const isSame = mark !== "" && mark === history.mark;
  const past = isSame ? history.past : [...history.past, history.present].slice(-KEPT);
  return { present: next, past, future: [], mark };
}

export function undo(history: History): History {
  const before = history.past.at(-1);
  if (!before) return history;
  return { present: before, past: history.past.slice(0, -1), future: [history.present, ...history.future], mark: "" };
}

export function redo(history: History): History {
  const [next, ...rest] = history.future;
  if (!next) return history;
  return { present: next, past: [...history.past, history.present], future: rest, mark: "" };
}

export function addStep(drawing: Drawing, type: NodeType, x: number, y: number): { drawing: Drawing; id: string } {
  const id = freeId(drawing, type);
  const size = SIZES[type];
  const step: Step = { id, type, x: Math.round(x - size.width / 2), y: Math.round(y - size.height / 2) };
  return { drawing: { ...drawing, nodes: [...drawing.nodes, step] }, id };
}

export function changeStep(drawing: Drawing, id: string, change: Partial<Step>): Drawing {
  return { ...drawing, nodes: drawing.nodes.map((node) => (node.id === id ? tidy({ ...node, ...change }) : node)) };
}

export function changeLink(drawing: Drawing, id: string, change: Partial<Link>): Drawing {
  return { ...drawing, edges: drawing.edges.map((edge) => (edge.id === id ? tidy({ ...edge, ...change }) : edge)) };
}

/** Gives a node another id, and everything that refers to it. */
export function renameStep(drawing: Drawing, from: string, to: string): Drawing {
  if (from === to || drawing.nodes.some((node) => node.id === to) || !/^[A-Za-z_][A-Za-z0-9_.-]{0,59}$/.test(to)) {
    return drawing;
  }
  const named = (id: string) => (id === from ? to : id);
  return {
    nodes: drawing.nodes.map((node) => {
      const next: Step = { ...node, id: named(node.id) };
      if (node.reject_to) next.reject_to = named(node.reject_to);
      if (node.assignee?.manager_of) next.assignee = { ...node.assignee, manager_of: named(node.assignee.manager_of) };
      return next;
    }),
    edges: drawing.edges.map((edge) => ({ ...edge, from: named(edge.from), to: named(edge.to) })),
  };
}

export function connect(drawing: Drawing, from: string, to: string): { drawing: Drawing; id: string } {
  const same = drawing.edges.find((edge) => edge.from === from && edge.to === to);
  const target = drawing.nodes.find((node) => node.id === to);
  const source = drawing.nodes.find((node) => node.id === from);
  if (same || !target || !source || target.type === "start" || source.type === "end") {
    return { drawing, id: same?.id ?? "" };
  }
  const id = freeLinkId(drawing);
  return { drawing: { ...drawing, edges: [...drawing.edges, { id, from, to }] }, id };
}

/** Puts a new node into a link: a → b becomes a → new → b; the condition stays on the way in. */
export function insertInto(drawing: Drawing, linkId: string, type: NodeType): { drawing: Drawing; id: string } {
  const link = drawing.edges.find((edge) => edge.id === linkId);
  const [from, to] = [link?.from, link?.to].map((id) => drawing.nodes.find((node) => node.id === id));
  if (!link || !from || !to) return { drawing, id: "" };
  const x = ((from.x ?? 0) + (to.x ?? 0)) / 2 + SIZES[type].width / 2;
  const y = ((from.y ?? 0) + (to.y ?? 0)) / 2 + SIZES[type].height / 2;
  const added = addStep(drawing, type, x, y);
  const edges = drawing.edges.map((edge) => (edge.id === linkId ? { ...edge, to: added.id } : edge));
  const onward: Link = { id: freeLinkId(drawing), from: added.id, to: link.to };
  return { drawing: { nodes: added.drawing.nodes, edges: [...edges, onward] }, id: added.id };
}

export function remove(drawing: Drawing, nodes: ReadonlySet<string>, edges: ReadonlySet<string>): Drawing {
  if (nodes.size === 0 && edges.size === 0) return drawing;
  return {
    nodes: drawing.nodes
      .filter((node) => !nodes.has(node.id))
      .map((node) => (node.reject_to && nodes.has(node.reject_to) ? tidy({ ...node, reject_to: "" }) : node)),
    edges: drawing.edges.filter((edge) => !edges.has(edge.id) && !nodes.has(edge.from) && !nodes.has(edge.to)),
  };
}

export function move(drawing: Drawing, places: ReadonlyMap<string, { x: number; y: number }>): Drawing {
  const moved = drawing.nodes.some((node) => {
    const place = places.get(node.id);
    return place !== undefined && (place.x !== node.x || place.y !== node.y);
  });
  if (!moved) return drawing;
  return { ...drawing, nodes: drawing.nodes.map((node) => ({ ...node, ...places.get(node.id) })) };
}

/** The nodes chosen with the links among them; a start is not copied, a process has one. */
export function copyOf(drawing: Drawing, chosen: ReadonlySet<string>): Drawing {
  const nodes = drawing.nodes.filter((node) => chosen.has(node.id) && node.type !== "start");
  const ids = new Set(nodes.map((node) => node.id));
  return { nodes, edges: drawing.edges.filter((edge) => ids.has(edge.from) && ids.has(edge.to)) };
}

export function paste(drawing: Drawing, copied: Drawing, by = 40): { drawing: Drawing; ids: string[] } {
  const names = new Map<string, string>();
  let next = drawing;
  for (const node of copied.nodes) {
    if (node.type === "start" && next.nodes.some((one) => one.type === "start")) continue;
    const id = freeId(next, node.type);
    names.set(node.id, id);
    next = { ...next, nodes: [...next.nodes, { ...node, id, x: (node.x ?? 0) + by, y: (node.y ?? 0) + by }] };
  }
  for (const edge of copied.edges) {
    const [from, to] = [names.get(edge.from), names.get(edge.to)];
    if (from && to) next = { ...next, edges: [...next.edges, { ...edge, id: freeLinkId(next), from, to }] };
  }
  return { drawing: next, ids: [...names.values()] };
}

/** The tasks that a case may be sent back to from a node: those from which a way leads to it. */
export function earlierTasks(drawing: Drawing, id: string): Step[] {
  const before = new Set<string>();
  const waiting = [id];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const edge of drawing.edges) {
      if (edge.to === at && !before.has(edge.from)) {
        before.add(edge.from);
        waiting.push(edge.from);
      }
    }
  }
  return drawing.nodes.filter((node) => node.type === "task" && node.id !== id && before.has(node.id));
}
