import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { labelOf } from "../src/flow";
import { laidOut } from "../src/layout";
import { type Drawing, normalized, SIZES } from "../src/model";
import { drawn, routesOf, wordPlaces } from "../src/routes";

const shipped = (path: string): Drawing => {
  const read = JSON.parse(readFileSync(`../${path}`, "utf-8")) as Drawing & { graph?: Drawing };
  return normalized(read.graph ?? read).drawing;
};
const chain = (count: number): Drawing => ({
  nodes: Array.from({ length: count }, (_, at) => ({ id: `n${at}`, type: at === 0 ? "start" : at === count - 1 ? "end" : "task" })),
  edges: Array.from({ length: count - 1 }, (_, at) => ({ id: `e${at}`, from: `n${at}`, to: `n${at + 1}` })),
});
const sizeOf = ({ nodes }: Drawing) => ({
  width: Math.max(...nodes.map((node) => node.x! + SIZES[node.type].width)) - Math.min(...nodes.map((node) => node.x!)),
  height: Math.max(...nodes.map((node) => node.y! + SIZES[node.type].height)) - Math.min(...nodes.map((node) => node.y!)),
});

describe("a layout", () => {
  it("breaks a long chain into columns that fill a screen", () => {
    const { width, height } = sizeOf(laidOut(chain(24)));
    expect(width / height).toBeGreaterThan(0.6);
    expect(width / height).toBeLessThan(2.5);
  });

  it.each(["order_fulfillment", "make_to_order", "make_to_stock", "trading"])("shows the shipped process %s at a readable size", (code) => {
    const drawing = shipped(`orders/processes/${code}.json`);
    const { width, height } = sizeOf(laidOut(drawing, (link) => labelOf(link, drawing, { language: "en", facts: [] })));
    expect(Math.min(1, 662 / width, 660 / height)).toBeGreaterThan(0.5);
  });

  it("lays no step over another and keeps the usual way going down", () => {
    const { nodes } = laidOut(shipped("orders/processes/order_fulfillment.json"));
    for (const [at, one] of nodes.entries()) {
      for (const other of nodes.slice(at + 1)) {
        const isApart = one.x! + SIZES[one.type].width <= other.x! || other.x! + SIZES[other.type].width <= one.x!
          || one.y! + SIZES[one.type].height <= other.y! || other.y! + SIZES[other.type].height <= one.y!;
        expect(isApart, `${one.id} and ${other.id}`).toBe(true);
      }
    }
    const y = (id: string) => nodes.find((node) => node.id === id)!.y!;
    expect(y("finance_review") < y("technical") && y("technical") < y("confirm")).toBe(true);
  });

  it("takes nothing and a wide drawing as they come", () => {
    expect(laidOut({ nodes: [], edges: [] }).nodes).toEqual([]);
    expect(laidOut({ nodes: [{ id: "a", type: "task" }, { id: "b", type: "task" }], edges: [] }).nodes).toHaveLength(2);
  });
});

describe("routes", () => {
  const drawing = laidOut(shipped("orders/processes/order_fulfillment.json"));
  const { isDown, ways } = routesOf(drawing);

  it("lead every link from its step to the next without crossing a third", () => {
    expect(isDown).toBe(true);
    for (const link of drawing.edges) {
      const points = ways.get(link.id)!;
      for (const [at, point] of points.slice(1).entries()) {
        const before = points[at]!;
        for (const node of drawing.nodes) {
          if (node.id === link.from || node.id === link.to) continue;
          const { width, height } = SIZES[node.type];
          const isHit = node.x! < Math.max(before.x, point.x) && node.x! + width > Math.min(before.x, point.x)
            && node.y! < Math.max(before.y, point.y) && node.y! + height > Math.min(before.y, point.y);
          expect(isHit, `${link.id} over ${node.id}`).toBe(false);
        }
      }
    }
  });

  it("run from left to right where a drawing does", () => {
    const flat: Drawing = {
      nodes: [{ id: "a", type: "task", x: 0, y: 0 }, { id: "b", type: "task", x: 400, y: 0 }, { id: "c", type: "task", x: 800, y: 0 }],
      edges: [{ id: "ab", from: "a", to: "b" }, { id: "ac", from: "a", to: "c" }, { id: "ca", from: "c", to: "a" }],
    };
    const found = routesOf(flat);
    expect(found.isDown).toBe(false);
    expect(found.ways.get("ab")).toEqual([{ x: 212, y: 38 }, { x: 400, y: 38 }]);
    expect(found.ways.get("ac")).toHaveLength(6);
    expect(found.ways.get("ca")![2]!.y).not.toBe(found.ways.get("ac")![2]!.y);
  });

  it.each(["order_fulfillment", "make_to_order", "make_to_stock", "trading"])("have words that lie apart and off the steps in %s", (code) => {
    for (const language of ["en", "zh-hans"]) {
      const drawing = shipped(`orders/processes/${code}.json`);
      const said = new Map(drawing.edges.map((link) => [link.id, labelOf(link, drawing, { language, facts: [] })]));
      const placed = laidOut(drawing, (link) => said.get(link.id) ?? "");
      const { ways } = routesOf(placed);
      const found = [...wordPlaces(placed, ways, said)];
      expect(found.length).toBe([...said.values()].filter(Boolean).length);
      for (const [at, [id, one]] of found.entries()) {
        for (const [other, two] of found.slice(at + 1)) {
          const apart = Math.abs(one.y - two.y) >= 18 || Math.abs(one.x - two.x) >= 3 * Math.max(said.get(id)!.length, said.get(other)!.length);
          expect(apart, `${id} and ${other}`).toBe(true);
        }
        for (const step of placed.nodes) {
          const { width, height } = SIZES[step.type];
          const isOn = one.x > step.x! && one.x < step.x! + width && one.y > step.y! && one.y < step.y! + height;
          expect(isOn, `${id} on ${step.id}`).toBe(false);
        }
      }
    }
  });

  it("are drawn with round corners, their words on the longest part", () => {
    const points = [{ x: 0, y: 0 }, { x: 0, y: 20 }, { x: 100, y: 20 }];
    expect(drawn(points)).toBe("M 0 0 L 0 12 Q 0 20 8 20 L 100 20");
    const drawing: Drawing = { nodes: [], edges: [] };
    expect(wordPlaces(drawing, new Map([["a", points]]), new Map([["a", "yes"]])).get("a")).toEqual({ x: 50, y: 20 });
  });
});
