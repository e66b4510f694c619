/** The free lanes of a drawing: where a link that leads back can run without crossing a step. */

import { type Drawing, SIZES, type Step } from "./model";

const AROUND = 14;
const ROOM = 16;
const STEP = 7;

interface Span { from: number; to: number }

const boxOf = (step: Step) => ({ left: step.x ?? 0, top: step.y ?? 0, ...SIZES[step.type] });

/** The height at which each link that leads back runs; links that go on need none. */
export function lanesOf(drawing: Drawing): Map<string, number> {
  const steps = new Map(drawing.nodes.map((step) => [step.id, step]));
  const lanes = new Map<string, number>();
  const used = new Map<number, number>();
  for (const link of drawing.edges) {
    const [from, to] = [steps.get(link.from), steps.get(link.to)];
    if (!from || !to || !leadsBack(from, to)) continue;
    const lane = freeLane(drawing, from, to);
    const taken = used.get(lane) ?? 0;
    used.set(lane, taken + 1);
    lanes.set(link.id, lane + (taken % 2 ? -1 : 1) * Math.ceil(taken / 2) * STEP);
  }
  return lanes;
}

function leadsBack(from: Step, to: Step): boolean {
  const [one, other] = [boxOf(from), boxOf(to)];
  return other.left < one.left + one.width + 2 * AROUND;
}

function freeLane(drawing: Drawing, from: Step, to: Step): number {
  const [one, other] = [boxOf(from), boxOf(to)];
  const [start, end] = [one.top + one.height / 2, other.top + other.height / 2];
  const [left, right] = [other.left - 2 * AROUND, one.left + one.width + 2 * AROUND];
  const blocked = drawing.nodes
    .map(boxOf)
    .filter((box) => box.left < right && box.left + box.width > left)
    .map((box) => ({ from: box.top - AROUND, to: box.top + box.height + AROUND }));
  const free = gaps(blocked).filter((gap) => gap.to - gap.from >= ROOM);
  const near = free.map((gap) => nearest(gap, end));
  // between the two where there is room, else the shortest way round both
  const length = (lane: number) => Math.abs(lane - start) + Math.abs(lane - end);
  return near.sort((a, b) => length(a) - length(b) || Math.abs(a - end) - Math.abs(b - end))[0] ?? (start + end) / 2;
}

function nearest(gap: Span, to: number): number {
  if (Number.isFinite(gap.from) && Number.isFinite(gap.to)) return (gap.from + gap.to) / 2;
  return Number.isFinite(gap.from) ? gap.from + ROOM / 2 : Number.isFinite(gap.to) ? gap.to - ROOM / 2 : to;
}

/** What spans leave free, from minus to plus infinity. */
function gaps(spans: Span[]): Span[] {
  const found: Span[] = [];
  let at = Number.NEGATIVE_INFINITY;
  for (const span of spans.toSorted((one, other) => one.from - other.from)) {
    if (span.from > at) found.push({ from: at, to: span.from });
    at = Math.max(at, span.to);
  }
  return [...found, { from: at, to: Number.POSITIVE_INFINITY }];
}
