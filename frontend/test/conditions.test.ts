import { describe, expect, it } from "vitest";

import { build, type Condition, parse } from "../src/conditions";
import { inUnit, said, toSeconds } from "../src/durations";
import type { Fact } from "../src/model";

const fact = (key: string, type: Fact["type"]): Fact => ({ key, label: key, type, choices: [] });
const facts: Fact[] = [
  fact("order.total", "number"), fact("order.requested_on", "date"), fact("customer.region", "text"), fact("customer.tags", "list"),
  fact("customer.exceeds_credit", "boolean"), fact("lines", "list"), fact("lines[].category", "text"), fact("lines[].quantity", "number"),
];

describe("conditions", () => {
  const cases: [string, Condition][] = [
    ["order.total >= 10000", { join: "and", rows: [{ fact: "order.total", operator: ">=", value: "10000" }] }],
    ['customer.region == "east" and customer.exceeds_credit', { join: "and", rows: [{ fact: "customer.region", operator: "==", value: "east" }, { fact: "customer.exceeds_credit", operator: "is", value: "" }] }],
    ["order.total < 5 or not customer.exceeds_credit", { join: "or", rows: [{ fact: "order.total", operator: "<", value: "5" }, { fact: "customer.exceeds_credit", operator: "is not", value: "" }] }],
    ['some(lines, #.category == "custom")', { join: "and", rows: [{ fact: "lines[].category", operator: "==", value: "custom", quantifier: "some" }] }],
    ["all(lines, #.quantity > 2)", { join: "and", rows: [{ fact: "lines[].quantity", operator: ">", value: "2", quantifier: "all" }] }],
    ['customer.region not in ["a", "b c"]', { join: "and", rows: [{ fact: "customer.region", operator: "not in", value: "a, b c" }] }],
    ['contains(customer.tags, "vip")', { join: "and", rows: [{ fact: "customer.tags", operator: "in", value: "vip" }] }],
    ['date(order.requested_on) < date("2026-12-01")', { join: "and", rows: [{ fact: "order.requested_on", operator: "<", value: "2026-12-01" }] }],
  ];
  it.each(cases)("%s is read as rows and written again", (text, condition) => {
    expect(build(condition, facts)).toBe(text);
    expect(parse(text, facts)).toEqual(condition);
  });

  it("leaves to the text what rows can't say", () => {
    for (const text of ["order.total + 1 > 2", "order.total > 1 and (order.total < 5 or customer.exceeds_credit)", "unknown.fact > 1", 'some(lines, #.other == "x")', "order.total > 1 and order.total < 9 or customer.exceeds_credit", "len(lines) > 3", '"']) {
      expect(parse(text, facts)).toBeNull();
    }
    expect(parse("", facts)).toEqual({ join: "and", rows: [] });
  });

  it("never breaks out of its quotes", () => {
    const rows = [{ fact: "customer.region", operator: "==" as const, value: 'a" or true or "' }];
    expect(build({ join: "and", rows }, facts)).toBe("customer.region == 'a\" or true or \"'");
    const both = [{ fact: "customer.region", operator: "==" as const, value: `a"'b` }];
    expect(build({ join: "and", rows: both }, facts)).toBe("customer.region == 'a\"’b'");
  });

  it("words inside quotes join nothing", () => {
    expect(parse('customer.region == "a and b"', facts)?.rows).toEqual([{ fact: "customer.region", operator: "==", value: "a and b" }]);
  });
});

describe("durations", () => {
  it("are said in the unit that fits and kept in seconds", () => {
    expect(inUnit(7200)).toEqual({ value: 2, unit: "hours" });
    expect(inUnit(1800)).toEqual({ value: 30, unit: "minutes" });
    expect(inUnit(5400)).toEqual({ value: 1.5, unit: "hours" });
    expect(toSeconds(2, "hours")).toBe(7200);
    expect(said(7260, { hours: "h", minutes: "min" })).toBe("2 h 1 min");
    expect(said(20, { hours: "h", minutes: "min" })).toBe("0 min");
  });
});
