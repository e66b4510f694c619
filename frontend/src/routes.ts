/** How links run on the canvas: straight where they can, around the steps that lie in between where they must. */

import { type Drawing, SIZES, type Step } from "./model";

export interface Point { x: number; y: number }
export interface Routes { isDown: boolean; ways: Map<string, Point[]> }

/** Places along the way that a process runs (`on`) and across it (`over`): the same arithmetic for both directions. */
interface Spot { on: number; over: number }
interface Box { from: number; to: number; left: number; right: number }
interface Lane { from: number; to: number; over: number }

const OUT = 18;
const AROUND = 8;
const APART = 7;
const MOST_STEPS = 300;

/** Whether a drawing runs from top to bottom: most of its links lead down. */
export function runsDown(drawing: Drawing): boolean {
  const steps = new Map(drawing.nodes.map((step) => [step.id, step]));
  let votes = 0;
  for (const link of drawing.edges) {
    const [from, to] = [steps.get(link.from), steps.get(link.to)];
    if (!from || !to) continue;
    if ((to.y ?? 0) >= (from.y ?? 0) + SIZES[from.type].height) votes += 1;
    if ((to.x ?? 0) >= (from.x ?? 0) + SIZES[from.type].width) votes -= 1;
  }
  return votes > 0;
}

export function routesOf(drawing: Drawing): Routes {
  const isDown = runsDown(drawing);
  const boxes = new Map(drawing.nodes.map((step) => [step.id, boxOf(step, isDown)]));
  const all = drawing.nodes.length > MOST_STEPS ? [] : [...boxes.values()];
  const lanes: Lane[] = [];
  const ways = new Map<string, Point[]>();
  for (const link of drawing.edges) {
    const [from, to] = [boxes.get(link.from), boxes.get(link.to)];
    if (!from || !to) continue;
    const spots = forward(from, to, all) ?? around(from, to, all, lanes);
    ways.set(link.id, spots.map(({ on, over }) => (isDown ? { x: over, y: on } : { x: on, y: over })));
  }
  return { isDown, ways };
}

function boxOf(step: Step, isDown: boolean): Box {
  const [x, y] = [step.x ?? 0, step.y ?? 0];
  const { width, height } = SIZES[step.type];
  return isDown ? { from: y, to: y + height, left: x, right: x + width } : { from: x, to: x + width, left: y, right: y + height };
}

const middle = (box: Box): number => (box.left + box.right) / 2;

/** Out of one step and into a later one with one turn at most, if nothing lies in between. */
function forward(from: Box, to: Box, all: Box[]): Spot[] | null {
  const start = { on: from.to, over: middle(from) };
  const end = { on: to.from, over: middle(to) };
  if (end.on - start.on < OUT) return null;
  const others = all.filter((box) => box !== from && box !== to);
  if (Math.abs(start.over - end.over) < 2) return isFree([start, end], others) ? [start, end] : null;
  for (const turn of [(start.on + end.on) / 2, end.on - OUT, start.on + OUT]) {
    const spots = [start, { on: turn, over: start.over }, { on: turn, over: end.over }, end];
    if (isFree(spots, others)) return spots;
  }
  return null;
}

function isFree(spots: Spot[], boxes: Box[]): boolean {
  return spots.slice(1).every((spot, index) => {
    const before = spots[index]!;
    const [from, to] = [Math.min(before.on, spot.on), Math.max(before.on, spot.on)];
    const [left, right] = [Math.min(before.over, spot.over), Math.max(before.over, spot.over)];
    return !boxes.some((box) => box.from - AROUND < to && box.to + AROUND > from && box.left - AROUND < right && box.right + AROUND > left);
  });
}

/** Through the nearest lane beside all steps on the way: for links that lead back or past other steps. */
function around(from: Box, to: Box, all: Box[], lanes: Lane[]): Spot[] {
  const [leave, enter] = [from.to + OUT, to.from - OUT];
  const [begin, end] = [Math.min(leave, enter), Math.max(leave, enter)];
  const blocked = [...all, from, to]
    .filter((box) => box.from - AROUND < end && box.to + AROUND > begin)
    .map((box) => ({ from: box.left - 2 * AROUND, to: box.right + 2 * AROUND }));
  const taken = lanes.filter((lane) => lane.from < end && lane.to > begin).map(({ over }) => ({ from: over - APART, to: over + APART }));
  const over = nearest([...blocked, ...taken], middle(from), middle(to));
  lanes.push({ from: begin, to: end, over });
  return [
    { on: from.to, over: middle(from) }, { on: leave, over: middle(from) }, { on: leave, over }, { on: enter, over },
    { on: enter, over: middle(to) }, { on: to.from, over: middle(to) },
  ];
}

/** The place outside of all spans that makes the shortest way between two. */
function nearest(spans: { from: number; to: number }[], one: number, other: number): number {
  const sorted = spans.toSorted((a, b) => a.from - b.from);
  const places: number[] = [];
  let at = Number.NEGATIVE_INFINITY;
  for (const span of sorted) {
    if (span.from > at) places.push(span.from, ...(Number.isFinite(at) ? [at] : []));
    at = Math.max(at, span.to);
  }
  places.push(at);
  const length = (place: number) => Math.abs(place - one) + Math.abs(place - other);
  return places.reduce((best, place) => (length(place) < length(best) ? place : best));
}

/** A way as an SVG path with round corners. */
export function drawn(points: readonly Point[], radius = 8): string {
  const kept = points.filter((point, at) => at === 0 || point.x !== points[at - 1]!.x || point.y !== points[at - 1]!.y);
  const parts = kept.map((point, at) => {
    const [before, after] = [kept[at - 1], kept[at + 1]];
    if (!before) return `M ${point.x} ${point.y}`;
    if (!after) return `L ${point.x} ${point.y}`;
    const bend = Math.min(radius, distance(before, point) / 2, distance(point, after) / 2);
    const [into, out] = [towards(point, before, bend), towards(point, after, bend)];
    return `L ${into.x} ${into.y} Q ${point.x} ${point.y} ${out.x} ${out.y}`;
  });
  return parts.join(" ");
}

/** Where a way has most room for its words: on its longest part, in the middle unless told. */
export function roomiest(points: readonly Point[], share = 0.5): Point {
  let best = { x: points[0]?.x ?? 0, y: points[0]?.y ?? 0 };
  let length = -1;
  points.slice(1).forEach((point, index) => {
    const before = points[index]!;
    if (distance(before, point) <= length) return;
    length = distance(before, point);
    best = { x: before.x + (point.x - before.x) * share, y: before.y + (point.y - before.y) * share };
  });
  return best;
}

const distance = (one: Point, other: Point): number => Math.abs(one.x - other.x) + Math.abs(one.y - other.y);

function towards(from: Point, to: Point, by: number): Point {
  return { x: from.x + Math.sign(to.x - from.x) * by, y: from.y + Math.sign(to.y - from.y) * by };
}
