/** A condition built from drop-downs over the declared facts, or written as text. */

import { useId, useState } from "react";

import { build, type Condition, operatorsFor, parse, type Row } from "./conditions";
import { operatorWords } from "./conditionWords";
import { Icon } from "./icons";
import type { Fact } from "./model";
import { PickMany } from "./Picker";
import { t } from "./words";

interface Props { label: string; value: string; facts: Fact[]; onChange: (text: string) => void; help?: string }

export function ConditionField({ label, value, facts, onChange, help }: Props) {
  const id = useId();
  const [rows, setRows] = useState<Condition | null>(() => parse(value, facts));
  const [isText, setText] = useState(() => parse(value, facts) === null);
  const [shown, setShown] = useState(value);
  if (shown !== value) {
    // undone, redone or another node: read the text anew, unless it is what the rows say already
    setShown(value);
    if (!rows || build(rows, facts) !== value) {
      const read = parse(value, facts);
      setRows(read);
      if (read === null) setText(true);
    }
  }
  const change = (next: Condition) => {
    const text = build(next, facts);
    setRows(next);
    setShown(text);
    onChange(text);
  };
  const now: Condition = rows ?? { join: "and", rows: [] };
  return (
    <fieldset className="kp-condition">
      <legend>{label}</legend>
      {isText ? (
        <textarea id={id} name="condition" aria-label={label} className="form-control form-control-sm kp-code" rows={3} value={value}
          spellCheck={false} onChange={(event) => onChange(event.target.value)} />
      ) : (
        <RowList condition={now} facts={facts} onChange={change} />
      )}
      <div className="kp-row-foot">
        {!isText && (
          <button type="button" className="btn btn-sm" onClick={() => change({ ...now, rows: [...now.rows, blank(facts)] })}>
            <Icon name="plus" />{t("Add condition")}
          </button>
        )}
        <button type="button" className="btn btn-sm btn-link" disabled={isText && parse(value, facts) === null}
          onClick={() => { setRows(parse(value, facts)); setText(!isText); }}>
          {isText ? t("Use drop-downs") : t("Write as text")}
        </button>
      </div>
      {help && <div className="kp-help">{help}</div>}
    </fieldset>
  );
}

function blank(facts: Fact[]): Row {
  const fact = facts.find((one) => one.type !== "list") ?? facts[0];
  const isNumber = fact?.type === "number";
  const operator = isNumber ? ">=" : fact ? (operatorsFor(fact)[0] ?? "==") : "==";
  return { fact: fact?.key ?? "", operator, value: fact?.choices[0]?.value ?? (isNumber ? "0" : "") };
}

function RowList({ condition, facts, onChange }: { condition: Condition; facts: Fact[]; onChange: (next: Condition) => void }) {
  const set = (at: number, change: Partial<Row>) =>
    onChange({ ...condition, rows: condition.rows.map((row, index) => (index === at ? { ...row, ...change } : row)) });
  return (
    <>
      {condition.rows.length > 1 && (
        <select className="form-select form-select-sm" aria-label={t("How conditions go together")} value={condition.join}
          onChange={(event) => onChange({ ...condition, join: event.target.value as "and" | "or" })}>
          <option value="and">{t("all of these")}</option>
          <option value="or">{t("any of these")}</option>
        </select>
      )}
      {condition.rows.map((row, at) => (
        // rows have no identity but their place
        <div className="kp-row" key={at}>
          <FactRow row={row} facts={facts} onChange={(change) => set(at, change)} />
          <button type="button" className="btn btn-sm btn-ghost" aria-label={t("Remove condition")}
            onClick={() => onChange({ ...condition, rows: condition.rows.filter((_, index) => index !== at) })}>
            <Icon name="x" />
          </button>
        </div>
      ))}
    </>
  );
}

function FactRow({ row, facts, onChange }: { row: Row; facts: Fact[]; onChange: (change: Partial<Row>) => void }) {
  const names = operatorWords();
  const fact = facts.find((one) => one.key === row.fact);
  const isInside = row.fact.includes("[].");
  const choose = (key: string) => {
    const next = facts.find((one) => one.key === key);
    const operator = next?.type === "number" ? ">=" : next ? (operatorsFor(next)[0] ?? "==") : "==";
    onChange({ fact: key, operator, value: next?.choices[0]?.value ?? (next?.type === "number" ? "0" : ""), quantifier: key.includes("[].") ? "some" : undefined });
  };
  const usable = facts.filter((one) => one.type !== "list" || !facts.some((other) => other.key.startsWith(`${one.key}[].`)));
  return (
    <>
      {isInside && (
        <select className="form-select form-select-sm is-narrow" aria-label={t("Which lines")} value={row.quantifier ?? "some"}
          onChange={(event) => onChange({ quantifier: event.target.value as "some" | "all" })}>
          <option value="some">{t("any line")}</option>
          <option value="all">{t("every line")}</option>
        </select>
      )}
      <select className="form-select form-select-sm" name="fact" aria-label={t("Fact")} value={row.fact} onChange={(event) => choose(event.target.value)}>
        {!fact && <option value={row.fact}>{row.fact}</option>}
        {usable.map((one) => <option key={one.key} value={one.key}>{one.label}</option>)}
      </select>
      <select className="form-select form-select-sm is-narrow" name="operator" aria-label={t("Operator")} value={row.operator}
        onChange={(event) => onChange({ operator: event.target.value as Row["operator"] })}>
        {(fact ? operatorsFor(fact) : [row.operator]).map((one) => <option key={one} value={one}>{names[one]}</option>)}
      </select>
      {fact?.type !== "boolean" && <ValueField row={row} fact={fact} onChange={(value) => onChange({ value })} />}
    </>
  );
}

function ValueField({ row, fact, onChange }: { row: Row; fact: Fact | undefined; onChange: (value: string) => void }) {
  const isMany = row.operator === "in" || row.operator === "not in";
  if (fact && fact.choices.length > 0 && isMany && fact.type === "text") {
    return (
      <PickMany label={t("Values")} name="values" source={{ options: fact.choices }} value={row.value.split(",").map((one) => one.trim()).filter(Boolean)}
        onChange={(values) => onChange(values.join(", "))} />
    );
  }
  if (fact && fact.choices.length > 0) {
    return (
      <select className="form-select form-select-sm" name="value" aria-label={t("Value")} value={row.value} onChange={(event) => onChange(event.target.value)}>
        {!fact.choices.some((one) => one.value === row.value) && <option value={row.value}>{row.value}</option>}
        {fact.choices.map((one) => <option key={one.value} value={one.value}>{one.label}</option>)}
      </select>
    );
  }
  const type = fact?.type === "number" ? "number" : fact?.type === "date" ? "date" : "text";
  return (
    <input className="form-control form-control-sm" name="value" type={type} step="any" aria-label={t("Value")} value={row.value}
      placeholder={isMany ? t("values with commas") : ""} onChange={(event) => onChange(event.target.value)} />
  );
}
