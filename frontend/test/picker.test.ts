import { expect, it } from "vitest";

import { inWords } from "../src/conditionWords";
import { type Fact, newsOf } from "../src/model";
import { fitting } from "../src/Picker";

const options = [{ value: "order.confirmed", label: "Order confirmed" }, { value: "order.closed", label: "Order closed" }, { value: "invoice.paid", label: "Invoice paid" }];

it("finds choices by every word of label or code", () => {
  expect(fitting(options, "order con").map((one) => one.value)).toEqual(["order.confirmed"]);
  expect(fitting(options, "invoice.").map((one) => one.value)).toEqual(["invoice.paid"]);
  expect(fitting(options, "").length).toBe(3);
  expect(fitting(options, "nothing")).toEqual([]);
});

it("reads several news of a step", () => {
  expect(newsOf({ id: "w", type: "wait", wait_for: "a.b  c.d" })).toEqual(["a.b", "c.d"]);
  expect(newsOf({ id: "w", type: "wait" })).toEqual([]);
});

it("says conditions in words", () => {
  const fact = (key: string, label: string, type: Fact["type"], choices: Fact["choices"] = []): Fact => ({ key, label, type, choices });
  const facts = [fact("order.total", "Total", "number"), fact("step.outcome", "Step: outcome", "text", [{ value: "rejected", label: "rejected" }]),
    fact("customer.region", "Region", "text", [{ value: "east", label: "East" }]), fact("order.is_rush", "Rush", "boolean")];
  expect(inWords("order.total >= 10000", facts)).toBe("Total at least 10000");
  expect(inWords('step.outcome == "rejected"', facts)).toBe("rejected");
  expect(inWords('customer.region in ["east", "x"] and order.is_rush', facts)).toBe("Region one of East, x and Rush: yes");
  expect(inWords("order.total + 1 > 2", facts)).toBe("order.total + 1 > 2");
});
