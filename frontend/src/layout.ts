/** Puts the steps in order from top to bottom, in columns that fill a screen: a long process is read like a page. */

import dagre from "@dagrejs/dagre";

import { type Drawing, type Link, SIZES } from "./model";

const BETWEEN_STEPS = 40;
const BETWEEN_COLUMNS = 88;
const SCREEN = { width: 760, height: 640 };
const LABEL = { most: 150, height: 18 };
const MOST_RANKS = 200;
const MOST_COLUMNS = 8;

interface Box { id: string; x: number; y: number; width: number; height: number }
/** The steps that stand side by side. */
interface Rank { boxes: Box[]; from: number; to: number }

const wide = (text: string): number => [...text].reduce((sum, sign) => sum + (sign > "⺀" ? 11.5 : 6.2), 12);

/** `said` is what a link says on the canvas: room is left for it. */
export function laidOut(drawing: Drawing, said: (link: Link) => string = () => ""): Drawing {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: "TB", nodesep: BETWEEN_STEPS, ranksep: BETWEEN_STEPS });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of startFirst(drawing)) graph.setNode(node.id, { ...SIZES[node.type] });
  for (const edge of usualFirst(drawing)) {
    const text = said(edge);
    const room = text ? { width: Math.min(wide(text), LABEL.most), height: LABEL.height } : { width: 0, height: 0 };
    graph.setEdge(edge.from, edge.to, { ...room, labelpos: "c" }, edge.id);
  }
  dagre.layout(graph);
  const boxes = drawing.nodes.map((node) => {
    const { x, y } = graph.node(node.id) as { x: number; y: number };
    const { width, height } = SIZES[node.type];
    return { id: node.id, x: x - width / 2, y: y - height / 2, width, height };
  });
  const places = new Map(inColumns(ranksOf(boxes), drawing.edges).map((box) => [box.id, box]));
  const placeOf = (id: string) => ({ x: Math.round(places.get(id)?.x ?? 0), y: Math.round(places.get(id)?.y ?? 0) });
  return { ...drawing, nodes: drawing.nodes.map((node) => ({ ...node, ...placeOf(node.id) })) };
}

const startFirst = ({ nodes }: Drawing) => nodes.toSorted((one, other) => Number(other.type === "start") - Number(one.type === "start"));
/** The usual way is walked first, so that a loop is drawn back along the exception. */
const usualFirst = ({ edges }: Drawing) => edges.toSorted((one, other) => Number(Boolean(one.condition)) - Number(Boolean(other.condition)));

function ranksOf(boxes: Box[]): Rank[] {
  const ranks = new Map<number, Rank>();
  for (const box of boxes) {
    const middle = Math.round(box.y + box.height / 2);
    const rank = ranks.get(middle) ?? { boxes: [], from: box.y, to: box.y + box.height };
    rank.boxes.push(box);
    rank.from = Math.min(rank.from, box.y);
    rank.to = Math.max(rank.to, box.y + box.height);
    ranks.set(middle, rank);
  }
  return [...ranks.values()].sort((one, other) => one.from - other.from);
}

/** How many links run over the gap before each rank; a column is best broken where only one does. */
function crossings(ranks: Rank[], links: readonly Link[]): number[] {
  const at = new Map(ranks.flatMap((rank, index) => rank.boxes.map((box) => [box.id, index] as const)));
  const over = ranks.map(() => 0);
  for (const link of links) {
    const [one = 0, other = 0] = [at.get(link.from), at.get(link.to)];
    for (let gap = Math.min(one, other) + 1; gap <= Math.max(one, other); gap += 1) over[gap] = (over[gap] ?? 0) + 1;
  }
  return over;
}

/** Where columns no higher than `most` begin, with as few links as can be running from column to column. */
function breaks(ranks: Rank[], over: number[], most: number): number[] {
  const cost = [0];
  const before = [0];
  for (let end = 1; end <= ranks.length; end += 1) {
    cost[end] = Number.POSITIVE_INFINITY;
    for (let begin = end - 1; begin >= 0; begin -= 1) {
      if (begin < end - 1 && ranks[end - 1]!.to - ranks[begin]!.from > most) break;
      const total = cost[begin]! + (begin ? over[begin]! : 0) + 0.5;
      if (total < cost[end]!) [cost[end], before[end]] = [total, begin];
    }
  }
  const found: number[] = [];
  for (let at = ranks.length; at > 0; at = before[at]!) found.unshift(before[at]!);
  return found;
}

const boxesOf = (column: Rank[]): Box[] => column.flatMap((rank) => rank.boxes);
const leftOf = (column: Rank[]): number => Math.min(...boxesOf(column).map((box) => box.x));
const widthOf = (column: Rank[]): number => Math.max(...boxesOf(column).map((box) => box.x + box.width)) - leftOf(column);
const heightOf = (column: Rank[]): number => column.at(-1)!.to - column[0]!.from;

/** The columns that can be shown largest on a screen, fewer where it makes no difference. */
function chosenColumns(ranks: Rank[], links: readonly Link[]): Rank[][] {
  const over = crossings(ranks, links);
  let [columns, best] = [[ranks], 0];
  for (let count = 1; count <= Math.min(ranks.length, MOST_COLUMNS) && ranks.length <= MOST_RANKS; count += 1) {
    const starts = breaks(ranks, over, (heightOf(ranks) / count) * 1.15);
    const tried = starts.map((start, index) => ranks.slice(start, starts[index + 1]));
    const width = tried.reduce((sum, column) => sum + widthOf(column) + BETWEEN_COLUMNS, -BETWEEN_COLUMNS);
    const zoom = Math.min(1, SCREEN.width / width, SCREEN.height / Math.max(...tried.map(heightOf)));
    const worth = zoom - starts.slice(1).reduce((sum, start) => sum + 0.03 * (over[start]! - 1), 0);
    if (worth > best + 0.02) [columns, best] = [tried, worth];
  }
  return columns;
}

function inColumns(ranks: Rank[], links: readonly Link[]): Box[] {
  if (ranks.length === 0) return [];
  let left = 0;
  return chosenColumns(ranks, links).flatMap((column) => {
    const [right, down] = [left - leftOf(column), -column[0]!.from];
    left += widthOf(column) + BETWEEN_COLUMNS;
    return boxesOf(column).map((box) => ({ ...box, x: box.x + right, y: box.y + down }));
  });
}
