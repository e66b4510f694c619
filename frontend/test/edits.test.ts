import { describe, expect, it } from "vitest";

import { addStep, begin, changeStep, connect, copyOf, earlierTasks, insertInto, move, paste, record, redo, remove, renameStep, undo } from "../src/edits";
import type { Drawing } from "../src/model";

const drawing: Drawing = {
  nodes: [
    { id: "start", type: "start", x: 0, y: 0 },
    { id: "review", type: "task", name: "Review", x: 200, y: 0 },
    { id: "sign", type: "task", reject_to: "review", assignee: { manager_of: "review" }, x: 400, y: 0 },
    { id: "end", type: "end", x: 600, y: 0 },
  ],
  edges: [
    { id: "a", from: "start", to: "review" },
    { id: "b", from: "review", to: "sign", condition: "order.total > 1" },
    { id: "c", from: "sign", to: "end" },
  ],
};

describe("a drawing", () => {
  it("gets steps, links and changes without touching what was", () => {
    const kept = JSON.stringify(drawing);
    const added = addStep(drawing, "task", 300, 100);
    expect(added.id).toBe("task_1");
    expect(connect(added.drawing, "review", added.id).drawing.edges).toHaveLength(4);
    expect(changeStep(drawing, "review", { name: "", critical: false }).nodes[1]).toEqual({ id: "review", type: "task", x: 200, y: 0 });
    expect(JSON.stringify(drawing)).toBe(kept);
  });

  it("refuses links into a start, out of an end and twice", () => {
    expect(connect(drawing, "review", "start").drawing).toBe(drawing);
    expect(connect(drawing, "end", "review").drawing).toBe(drawing);
    expect(connect(drawing, "start", "review")).toEqual({ drawing, id: "a" });
  });

  it("takes a new step into a link, the condition stays on the way in", () => {
    const { drawing: next, id } = insertInto(drawing, "b", "task");
    expect(next.edges.find((edge) => edge.id === "b")).toEqual({ id: "b", from: "review", to: id, condition: "order.total > 1" });
    expect(next.edges.at(-1)).toMatchObject({ from: id, to: "sign" });
  });

  it("renames a step everywhere", () => {
    const next = renameStep(drawing, "review", "finance_review");
    expect(next.nodes[2]).toMatchObject({ reject_to: "finance_review", assignee: { manager_of: "finance_review" } });
    expect(next.edges[0]?.to).toBe("finance_review");
    expect(renameStep(drawing, "review", "sign")).toBe(drawing);
    expect(renameStep(drawing, "review", "财务")).toBe(drawing);
  });

  it("loses a step with its links and what named it", () => {
    const next = remove(drawing, new Set(["review"]), new Set());
    expect(next.edges.map((edge) => edge.id)).toEqual(["c"]);
    expect(next.nodes[1]).not.toHaveProperty("reject_to");
    expect(remove(drawing, new Set(), new Set())).toBe(drawing);
  });

  it("is copied without its start, with the links among the copies", () => {
    const { drawing: next, ids } = paste(drawing, copyOf(drawing, new Set(["start", "review", "sign"])));
    expect(ids).toEqual(["task_1", "task_2"]);
    expect(next.edges.at(-1)).toMatchObject({ from: "task_1", to: "task_2", condition: "order.total > 1" });
    expect(new Set(next.edges.map((edge) => edge.id)).size).toBe(4);
  });

  it("knows where a case may be sent back to", () => {
    expect(earlierTasks(drawing, "sign").map((node) => node.id)).toEqual(["review"]);
    expect(earlierTasks(drawing, "review")).toEqual([]);
  });

  it("does not change when nothing moved", () => {
    expect(move(drawing, new Map([["review", { x: 200, y: 0 }]]))).toBe(drawing);
    expect(move(drawing, new Map([["review", { x: 210, y: 0 }]])).nodes[1]?.x).toBe(210);
  });
});

describe("history", () => {
  const named = (name: string) => changeStep(drawing, "review", { name });

  it("undoes and redoes", () => {
    const after = record(begin(drawing), named("A"));
    expect(undo(after).present).toBe(drawing);
    expect(redo(undo(after)).present).toEqual(named("A"));
    expect(undo(begin(drawing)).present).toBe(drawing);
    expect(redo(after)).toBe(after);
  });

  it("takes typing in one field back at once, and forgets what was undone when something else is done", () => {
    let now = begin(drawing);
    for (const name of ["T", "Te", "Tec"]) now = record(now, named(name), "review.name");
    expect(undo(now).present).toBe(drawing);
    expect(record(undo(now), named("X")).future).toEqual([]);
  });

  it("keeps a bounded past", () => {
    let now = begin(drawing);
    for (let turn = 0; turn < 300; turn += 1) now = record(now, named(String(turn)));
    expect(now.past).toHaveLength(100);
  });
});
