import { expect, it } from "vitest";

import { laidOut } from "../src/layout";
import { normalized, titleOf } from "../src/model";
import { actionOf } from "../src/useKeys";

const key = (name: string, more = {}) => ({ key: name, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...more });

it("letters stay letters while somebody types, saving works everywhere", () => {
  expect(actionOf(key("Delete"), false)).toBe("remove");
  expect(actionOf(key("Delete"), true)).toBe("");
  expect(actionOf(key("s", { ctrlKey: true }), true)).toBe("save");
  expect(actionOf(key("z", { ctrlKey: true }), true)).toBe("");
  expect(actionOf(key("Z", { ctrlKey: true, shiftKey: true }), false)).toBe("redo");
  expect(actionOf(key("x"), false)).toBe("");
});

it("puts steps in order from top to bottom without laying them over one another", () => {
  const { drawing, isPlaced } = normalized({
    nodes: [{ id: "s", type: "start" }, { id: "a", type: "task" }, { id: "b", type: "task" }, { id: "e", type: "end" }],
    edges: [{ id: "", from: "s", to: "a" }, { id: "", from: "s", to: "b" }, { id: "", from: "a", to: "e" }, { id: "", from: "b", to: "e" }],
  });
  expect(isPlaced).toBe(false);
  expect(drawing.edges.map((edge) => edge.id)).toEqual(["edge_1", "edge_2", "edge_3", "edge_4"]);
  const [s, a, b, e] = laidOut(drawing).nodes;
  expect(s!.y! < a!.y! && a!.y! < e!.y!).toBe(true);
  expect(Math.abs(a!.x! - b!.x!)).toBeGreaterThanOrEqual(212);
});

it("names steps in the reader's language", () => {
  expect(titleOf({ id: "t", type: "task", name: "Review", names: { "zh-hans": "审核" } }, "zh-hans")).toBe("审核");
  expect(titleOf({ id: "t", type: "task" }, "en")).toBe("t");
});
