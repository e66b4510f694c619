/** Puts the nodes in order from left to right, in rows that fill a screen: a long process is read like a page. */

import dagre from "@dagrejs/dagre";

import { type Drawing, type Link, SIZES } from "./model";

const RANKS = 64;
const BETWEEN_ROWS = 72;
const SCREEN = { width: 1080, height: 660 };
const MOST_COLUMNS = 200;

interface Box { id: string; x: number; y: number; width: number; height: number }
interface Column { boxes: Box[]; from: number; to: number }

const wide = (text: string): number => [...text].reduce((sum, sign) => sum + (sign > "⺀" ? 11.5 : 6.2), 0);

/** `said` is what a link says on the canvas: room is left for it. */
export function laidOut(drawing: Drawing, said: (link: Link) => string = () => ""): Drawing {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: "LR", nodesep: 40, ranksep: RANKS, acyclicer: "greedy" });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of drawing.nodes) graph.setNode(node.id, { ...SIZES[node.type] });
  for (const edge of drawing.edges) {
    const text = said(edge);
    graph.setEdge(edge.from, edge.to, { width: text ? wide(text) + 12 : 0, height: text ? 18 : 0, labelpos: "c" }, edge.id);
  }
  dagre.layout(graph);
  const boxes = drawing.nodes.map((node) => {
    const { x, y } = graph.node(node.id) as { x: number; y: number };
    const { width, height } = SIZES[node.type];
    return { id: node.id, x: x - width / 2, y: y - height / 2, width, height };
  });
  const places = new Map(inRows(columnsOf(boxes), drawing.edges).map((box) => [box.id, box]));
  return {
    ...drawing,
    nodes: drawing.nodes.map((node) => ({ ...node, x: Math.round(places.get(node.id)?.x ?? 0), y: Math.round(places.get(node.id)?.y ?? 0) })),
  };
}

function columnsOf(boxes: Box[]): Column[] {
  const columns = new Map<number, Column>();
  for (const box of boxes) {
    const middle = Math.round(box.x + box.width / 2);
    const column = columns.get(middle) ?? { boxes: [], from: box.x, to: box.x + box.width };
    column.boxes.push(box);
    column.from = Math.min(column.from, box.x);
    column.to = Math.max(column.to, box.x + box.width);
    columns.set(middle, column);
  }
  return [...columns.values()].sort((one, other) => one.from - other.from);
}

/** How many links run over each gap before a column; a row is best broken where only one does. */
function crossings(columns: Column[], links: readonly Link[]): number[] {
  const at = new Map(columns.flatMap((column, index) => column.boxes.map((box) => [box.id, index] as const)));
  const over = columns.map(() => 0);
  for (const link of links) {
    const [one = 0, other = 0] = [at.get(link.from), at.get(link.to)];
    for (let gap = Math.min(one, other) + 1; gap <= Math.max(one, other); gap += 1) over[gap] = (over[gap] ?? 0) + 1;
  }
  return over;
}

/** Where rows no wider than `most` begin, with as few links as can be running from row to row. */
function breaks(columns: Column[], over: number[], most: number): number[] {
  const cost = [0];
  const before = [0];
  for (let end = 1; end <= columns.length; end += 1) {
    cost[end] = Number.POSITIVE_INFINITY;
    for (let begin = end - 1; begin >= 0; begin -= 1) {
      if (begin < end - 1 && columns[end - 1]!.to - columns[begin]!.from > most) break;
      const total = cost[begin]! + (begin ? over[begin]! : 0) + 0.5;
      if (total < cost[end]!) [cost[end], before[end]] = [total, begin];
    }
  }
  const found: number[] = [];
  for (let at = columns.length; at > 0; at = before[at]!) found.unshift(before[at]!);
  return found;
}

function rowsAt(columns: Column[], starts: number[]): Column[][] {
  return starts.map((start, index) => columns.slice(start, starts[index + 1]));
}

const topOf = (row: Column[]): number => Math.min(...row.flatMap((column) => column.boxes.map((box) => box.y)));
const heightOf = (row: Column[]): number => Math.max(...row.flatMap((column) => column.boxes.map((box) => box.y + box.height))) - topOf(row);
const widthOf = (row: Column[]): number => row.at(-1)!.to - row[0]!.from;

/** The rows that can be shown largest on a screen, fewer rows where it makes no difference. */
function inRows(columns: Column[], links: readonly Link[]): Box[] {
  if (columns.length === 0) return [];
  const over = crossings(columns, links);
  let rows = [columns];
  let best = 0;
  for (let count = 1; count <= Math.min(columns.length, 12) && columns.length <= MOST_COLUMNS; count += 1) {
    const starts = breaks(columns, over, (widthOf(columns) / count) * 1.12);
    const tried = rowsAt(columns, starts);
    const height = tried.reduce((sum, row) => sum + heightOf(row) + BETWEEN_ROWS, 0);
    const zoom = Math.min(1, SCREEN.width / Math.max(...tried.map(widthOf)), SCREEN.height / height);
    const worth = zoom - 0.01 * starts.slice(1).reduce((sum, start) => sum + over[start]!, 0);
    if (worth > best + 0.02) [rows, best] = [tried, worth];
  }
  let top = 0;
  return rows.flatMap((row) => {
    const [left, shift] = [row[0]!.from, top - topOf(row)];
    top += heightOf(row) + BETWEEN_ROWS;
    return row.flatMap((column) => column.boxes.map((box) => ({ ...box, x: box.x - left, y: box.y + shift })));
  });
}
