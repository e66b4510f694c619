/** Conditions as people read them: labels instead of keys, words instead of signs. */

import { parse, type Row } from "./conditions";
import type { Fact } from "./model";
import { t } from "./words";

export const operatorWords = (): Record<string, string> => ({
  "==": t("is"), "!=": t("is not"), ">": t("above"), ">=": t("at least"), "<": t("below"), "<=": t("at most"),
  in: t("one of"), "not in": t("none of"), is: t("yes"), "is not": t("no"),
});

const OUTCOME = "step.outcome";

/** A condition in the reader's words; one that rows can't say stays as it was written. */
export function inWords(text: string, facts: readonly Fact[]): string {
  const found = parse(text, facts);
  if (!found) return text;
  const known = new Map(facts.map((fact) => [fact.key, fact]));
  return found.rows.map((row) => said(row, known.get(row.fact))).join(` ${found.join === "and" ? t("and") : t("or")} `);
}

function said(row: Row, fact: Fact | undefined): string {
  const name = fact?.label ?? row.fact;
  const sign = operatorWords()[row.operator] ?? row.operator;
  if (fact?.type === "boolean") return `${name}: ${sign}`;
  const called = (value: string) => fact?.choices.find((one) => one.value === value)?.label ?? value;
  const value = row.value.split(",").map((one) => called(one.trim())).join(", ");
  if (row.fact === OUTCOME && row.operator === "==") return value;
  return `${row.quantifier === "all" ? `${t("every line")}: ` : ""}${name} ${sign} ${value}`;
}
