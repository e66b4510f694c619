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

interface Area { x: number; y: number; width: number; height: number }

const LETTER = 6;
const SIGN = 11;
const ROOM = 14;
const HIGH = 18;
const SHARES = [0.5, 0.34, 0.66, 0.2, 0.8];
const ON_WORDS = 1000;
const ON_STEP = 100;
const ON_WAY = 10;

/**
 * Where the words of links stand: on a part of their way that is clear of steps and of the words of others, also where
 * several links share a lane, and of other links as far as it can be; on the longest such part.
 */
export function wordPlaces(drawing: Drawing, ways: ReadonlyMap<string, Point[]>, said: ReadonlyMap<string, string>): Map<string, Point> {
  const steps = drawing.nodes.map((step) => ({ x: step.x ?? 0, y: step.y ?? 0, ...SIZES[step.type] }));
  const places = new Map<string, Point>();
  const written: Area[] = [];
  const parts = drawing.nodes.length > MOST_STEPS ? [] : [...ways].flatMap(([id, points]) => points.slice(1).map((point, at) => ({ id, area: spanned(points[at]!, point) })));
  for (const [id, points] of ways) {
    const text = said.get(id) ?? "";
    if (!text || points.length < 2) continue;
    const size = { width: widthOf(text), height: HIGH };
    let best: { place: Point; cost: number } | undefined;
    for (const [rank, place] of candidates(points).entries()) {
      const area = { x: place.x - size.width / 2, y: place.y - size.height / 2, ...size };
      const cost = rank
        + ON_WORDS * written.filter((other) => meet(area, other)).length
        + ON_STEP * steps.filter((step) => meet(area, step)).length
        + ON_WAY * parts.filter((part) => part.id !== id && meet(area, part.area)).length;
      if (!best || cost < best.cost) best = { place, cost };
    }
    if (!best) continue;
    places.set(id, best.place);
    written.push({ x: best.place.x - size.width / 2, y: best.place.y - size.height / 2, ...size });
  }
  return places;
}

/** Places on the parts of a way, those with most room first. */
function candidates(points: readonly Point[]): Point[] {
  const parts = points.slice(1).map((to, at) => ({ from: points[at]!, to }));
  const sorted = parts.toSorted((one, other) => distance(other.from, other.to) - distance(one.from, one.to));
  return sorted.flatMap(({ from, to }) => SHARES.map((share) => ({ x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share })));
}

function widthOf(text: string): number {
  return [...text].reduce((sum, sign) => sum + (sign > "\u2e7f" ? SIGN : LETTER), ROOM);
}

function spanned(one: Point, other: Point): Area {
  return { x: Math.min(one.x, other.x), y: Math.min(one.y, other.y), width: Math.abs(one.x - other.x), height: Math.abs(one.y - other.y) };
}

function meet(one: Area, other: Area): boolean {
  return one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height
    || (other.width === 0 || other.height === 0) && one.x <= other.x + other.width && other.x <= one.x + one.width && one.y <= other.y + other.height && other.y <= one.y + one.height;
}

const distance = (one: Point, other: Point): number => Math.abs(one.x - other.x) + Math.abs(one.y - other.y);

function towards(from: Point, to: Point, by: number): Point {
  return { x: from.x + Math.sign(to.x - from.x) * by, y: from.y + Math.sign(to.y - from.y) * by };
}
