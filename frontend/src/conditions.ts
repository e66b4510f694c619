/** Conditions as rows of fact, operator and value, and as the text that the engine evaluates. */

import type { Fact } from "./model";

export type Operator = "==" | "!=" | ">" | ">=" | "<" | "<=" | "in" | "not in" | "is" | "is not";
export interface Row { fact: string; operator: Operator; value: string; quantifier?: "some" | "all" }
export interface Condition { join: "and" | "or"; rows: Row[] }

const COMPARE: Operator[] = ["==", "!=", ">", ">=", "<", "<="];

export function operatorsFor(fact: Fact): Operator[] {
  if (fact.type === "boolean") return ["is", "is not"];
  if (fact.type === "list") return ["in", "not in"];
  if (fact.type === "text") return ["==", "!=", "in", "not in"];
  return COMPARE;
}

const quoted = (text: string): string => {
  const safe = text.replaceAll("\n", " ");
  return safe.includes('"') ? `'${safe.replaceAll("'", "’")}'` : `"${safe}"`;
};

const list = (text: string): string =>
  `[${text.split(",").map((one) => one.trim()).filter(Boolean).map(quoted).join(", ")}]`;

function clause(row: Row, facts: ReadonlyMap<string, Fact>): string {
  const fact = facts.get(row.fact);
  const [name, field] = row.fact.split("[].") as [string, string | undefined];
  const read = field === undefined ? row.fact : `#.${field}`;
  const inner = compare(read, row, fact);
  if (field === undefined) return inner;
  return `${row.quantifier ?? "some"}(${name}, ${inner})`;
}

function compare(read: string, row: Row, fact: Fact | undefined): string {
  switch (fact?.type) {
    case "boolean":
      return row.operator === "is not" ? `not ${read}` : read;
    case "list":
      return `${row.operator === "not in" ? "not " : ""}contains(${read}, ${quoted(row.value)})`;
    case "number":
      return `${read} ${row.operator} ${Number(row.value) || 0}`;
    case "date":
      return `date(${read}) ${row.operator} date(${quoted(row.value)})`;
    default:
      if (row.operator === "in" || row.operator === "not in") return `${read} ${row.operator} ${list(row.value)}`;
      return `${read} ${row.operator} ${quoted(row.value)}`;
  }
}

export function build(condition: Condition, facts: readonly Fact[]): string {
  const known = new Map(facts.map((fact) => [fact.key, fact]));
  return condition.rows.filter((row) => row.fact).map((row) => clause(row, known)).join(` ${condition.join} `);
}

/** Where the words and/or stand outside of quotes and brackets; null when both are mixed. */
function split(text: string): { parts: string[]; join: "and" | "or" } | null {
  const parts: string[] = [];
  const joins = new Set<string>();
  let depth = 0;
  let quote = "";
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? "";
    if (quote) {
      if (sign === quote) quote = "";
    } else if (sign === '"' || sign === "'") quote = sign;
    else if ("([".includes(sign)) depth += 1;
    else if (")]".includes(sign)) depth -= 1;
    else if (depth === 0) {
      const word = /^\s(and|or)\s/.exec(text.slice(at, at + 5));
      if (word) {
        joins.add(word[1] ?? "");
        parts.push(text.slice(from, at));
        from = at + (word[0]?.length ?? 0) - 1;
        at = from - 1;
      }
    }
  }
  parts.push(text.slice(from));
  if (joins.size > 1 || depth !== 0 || quote) return null;
  return { parts: parts.map((part) => part.trim()), join: joins.has("or") ? "or" : "and" };
}

const VALUE = `("[^"]*"|'[^']*'|-?\\d+(?:\\.\\d+)?)`;
const NAME = "(#?[A-Za-z_.][A-Za-z0-9_.]*)";
const PATTERNS = {
  quantified: new RegExp(`^(some|all)\\(([A-Za-z_][A-Za-z0-9_.]*), (.+)\\)$`),
  compared: new RegExp(`^${NAME} (==|!=|>=|<=|>|<) ${VALUE}$`),
  listed: new RegExp(`^${NAME} (not in|in) \\[([^\\]]*)\\]$`),
  contained: new RegExp(`^(not )?contains\\(${NAME}, ${VALUE}\\)$`),
  dated: new RegExp(`^date\\(${NAME}\\) (==|!=|>=|<=|>|<) date\\(${VALUE}\\)$`),
  truth: new RegExp(`^(not )?${NAME}$`),
};
const bare = (text: string): string => text.trim().replace(/^["']|["']$/g, "");

function read(text: string, facts: ReadonlyMap<string, Fact>): Row | null {
  const quantified = PATTERNS.quantified.exec(text);
  if (quantified) {
    const [, quantifier, name, inside] = quantified as unknown as [string, "some" | "all", string, string];
    const row = readPlain(inside);
    if (!row?.fact.startsWith("#.")) return null;
    const fact = `${name}[].${row.fact.slice(2)}`;
    return facts.has(fact) ? { ...row, fact, quantifier } : null;
  }
  const row = readPlain(text);
  return row && facts.has(row.fact) ? row : null;
}

function readPlain(text: string): Row | null {
  const compared = PATTERNS.compared.exec(text) ?? PATTERNS.dated.exec(text);
  if (compared) {
    return { fact: compared[1] ?? "", operator: compared[2] as Operator, value: bare(compared[3] ?? "") };
  }
  const listed = PATTERNS.listed.exec(text);
  if (listed) {
    const value = (listed[3] ?? "").split(",").map(bare).filter(Boolean).join(", ");
    return { fact: listed[1] ?? "", operator: listed[2] as Operator, value };
  }
  const contained = PATTERNS.contained.exec(text);
  if (contained) {
    return { fact: contained[2] ?? "", operator: contained[1] ? "not in" : "in", value: bare(contained[3] ?? "") };
  }
  const truth = PATTERNS.truth.exec(text);
  return truth ? { fact: truth[2] ?? "", operator: truth[1] ? "is not" : "is", value: "" } : null;
}

/** The rows behind a text, or null when it says more than rows can: then it is edited as text. */
export function parse(text: string, facts: readonly Fact[]): Condition | null {
  if (!text.trim()) return { join: "and", rows: [] };
  const known = new Map(facts.map((fact) => [fact.key, fact]));
  const found = split(text.trim());
  if (!found) return null;
  const rows = found.parts.map((part) => read(part, known));
  if (rows.some((row) => row === null)) return null;
  const condition: Condition = { join: found.join, rows: rows as Row[] };
  return build(condition, facts) === text.trim() ? condition : null;
}
