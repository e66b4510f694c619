// The cells of a decision table as people type them; the server reads the same grammar (erp/rules/calc/cells.py).
const RANGES = ["between", "from_below"], SEVERAL = ["one_of", "not_one_of", "has_any", "has_none"], WITHOUT = ["empty", "filled"];
const SIGNS = { eq: "=", ne: "≠", lt: "<", le: "≤", gt: ">", ge: "≥" };
const READ = [["<=", "le"], [">=", "ge"], ["!=", "ne"], ["<>", "ne"], ["≤", "le"], ["≥", "ge"], ["≠", "ne"], ["<", "lt"], [">", "gt"], ["=", "eq"]];
const YES = ["yes", "true", "是", "y", "1"], NO = ["no", "false", "否", "n", "0"];
const EMPTY = ["(empty)", "（空）", "(空)"], FILLED = ["(filled)", "（非空）", "(非空)"];

export const takesTwo = (op) => RANGES.includes(op);
export const takesSeveral = (op) => SEVERAL.includes(op);
export const takesNone = (op) => !op || WITHOUT.includes(op);

/** A plain value as people type it. */
export function valueText(value, words) {
  if (value === true) return words.yes;
  if (value === false) return words.no;
  if (Array.isArray(value)) return value.join(", ");
  return value === undefined || value === null ? "" : String(value);
}

/** A condition as people type it; "any" is an empty cell. */
export function cellText(cell, words) {
  if (!cell) return "";
  const { op, value } = cell;
  if (WITHOUT.includes(op)) return words[op];
  if (RANGES.includes(op)) return `${valueText(value[0], words)}..${op === "from_below" ? "<" : ""}${valueText(value[1], words)}`;
  if (SEVERAL.includes(op)) return `${op === "not_one_of" || op === "has_none" ? `${words.not} ` : ""}${value.map((one) => valueText(one, words)).join(typeof value[0] === "number" ? "; " : ", ")}`;
  if (op === "starts_with") return `${value}*`;
  if (op === "contains") return `*${value}*`;
  return op === "eq" ? valueText(value, words) : `${SIGNS[op]} ${valueText(value, words)}`;
}

/** A plain value that somebody typed; undefined when it is none of its type. */
export function readValue(text, type) {
  const bare = text.trim();
  if (bare === "") return undefined;
  if (type === "number") { const number = Number(bare.replace(/[,，%]/g, "")); return Number.isFinite(number) ? number : undefined; }
  if (type === "boolean") return YES.includes(bare.toLowerCase()) ? true : NO.includes(bare.toLowerCase()) ? false : undefined;
  if (type === "date") return /^\d{4}-\d\d-\d\d$/.test(bare) ? bare : undefined;
  return /["\\`]/.test(bare) ? undefined : bare;
}

function several(text, type) {
  const parts = text.split(type === "number" ? /[;；、]|,\s/ : /[,，;；、]/).map((part) => part.trim()).filter(Boolean);
  const values = parts.map((part) => readValue(part, type === "list" ? "text" : type));
  return values.includes(undefined) ? undefined : values;
}

const made = (op, value) => (value === undefined || (Array.isArray(value) && value.includes(undefined)) ? undefined : { op, value });

/** A condition that somebody typed: null for any, undefined when it can't be understood. */
export function readCell(text, type) {
  const bare = text.trim(), small = bare.toLowerCase();
  if (["", "-", "*", "any", "任意"].includes(small)) return null;
  if (EMPTY.includes(small) && type !== "number") return { op: "empty" };
  if (FILLED.includes(small) && type !== "number") return { op: "filled" };
  if (type === "boolean") return made("eq", readValue(bare.replace(/^=\s*/, ""), type));
  const not = bare.match(/^(?:not|非|不是)\s+(.+)$/i);
  if (not) return made(type === "list" ? "has_none" : "not_one_of", several(not[1], type));
  if (type === "list") return made("has_any", several(bare, type));
  for (const [sign, op] of READ) {
    if (!bare.startsWith(sign)) continue;
    return type === "text" && !["eq", "ne"].includes(op) ? undefined : made(op, readValue(bare.slice(sign.length), type));
  }
  if (type !== "text") {
    const range = bare.match(/^(.+?)\s*(?:\.\.|~|–|～)\s*(<?)\s*(.+)$/);
    if (range) return made(range[2] ? "from_below" : "between", [readValue(range[1], type), readValue(range[3], type)]);
  } else if (bare.endsWith("*")) {
    return made(bare.startsWith("*") ? "contains" : "starts_with", readValue(bare.replace(/^\*|\*$/g, ""), type));
  }
  const listed = type === "date" ? [] : several(bare, type);
  if (listed && listed.length > 1) return made("one_of", listed);
  return made("eq", readValue(bare, type));
}
