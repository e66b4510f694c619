/** Small form parts of the side panel. */

import { type ReactNode, useId } from "react";

import { inUnit, toSeconds, type Unit } from "./durations";
import type { Choice } from "./model";
import { t } from "./words";

interface Base { label: string; help?: string }

export function Field({ label, help, children }: Base & { children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div className="kp-field">
      <label htmlFor={id}>{label}</label>
      {children(id)}
      {help && <div className="kp-help">{help}</div>}
    </div>
  );
}

interface TextProps extends Base { value: string; onChange: (value: string) => void; placeholder?: string; name?: string; listId?: string }

export function Text({ value, onChange, placeholder, name, listId, ...base }: TextProps) {
  return (
    <Field {...base}>
      {(id) => (
        <input id={id} name={name} className="form-control form-control-sm" value={value} placeholder={placeholder}
          list={listId} onChange={(event) => onChange(event.target.value)} />
      )}
    </Field>
  );
}

export function Area({ value, onChange, name, rows = 3, ...base }: TextProps & { rows?: number }) {
  return (
    <Field {...base}>
      {(id) => (
        <textarea id={id} name={name} className="form-control form-control-sm" rows={rows} value={value}
          onChange={(event) => onChange(event.target.value)} />
      )}
    </Field>
  );
}

interface SelectProps extends Base {
  value: string; options: Choice[]; onChange: (value: string) => void; empty?: string; name?: string;
}

export function Select({ value, options, onChange, empty, name, ...base }: SelectProps) {
  const isKnown = value === "" || options.some((one) => one.value === value);
  return (
    <Field {...base}>
      {(id) => (
        <select id={id} name={name} className="form-select form-select-sm" value={value}
          onChange={(event) => onChange(event.target.value)}>
          {empty !== undefined && <option value="">{empty}</option>}
          {!isKnown && <option value={value}>{value}</option>}
          {options.map((one) => <option key={one.value} value={one.value}>{one.label}</option>)}
        </select>
      )}
    </Field>
  );
}

export function Tick({ label, value, onChange, name }: Base & { value: boolean; onChange: (value: boolean) => void; name?: string }) {
  return (
    <label className="kp-tick">
      <input type="checkbox" name={name} className="form-check-input" checked={value}
        onChange={(event) => onChange(event.target.checked)} />
      {label}
    </label>
  );
}

interface DurationProps extends Base { value: number | undefined; onChange: (seconds: number | undefined) => void; name?: string }

export function Duration({ value, onChange, name, ...base }: DurationProps) {
  const shown = value === undefined ? { value: "", unit: "hours" as Unit } : inUnit(value);
  return (
    <Field {...base}>
      {(id) => (
        <div className="kp-pair">
          <input id={id} name={name} type="number" min="0" step="any" className="form-control form-control-sm" value={shown.value}
            onChange={(event) => onChange(event.target.value === "" ? undefined : toSeconds(Number(event.target.value), shown.unit))} />
          <select className="form-select form-select-sm" aria-label={t("Unit of time")} value={shown.unit}
            onChange={(event) => onChange(value === undefined ? undefined : toSeconds(Number(shown.value), event.target.value as Unit))}>
            <option value="minutes">{t("minutes")}</option>
            <option value="hours">{t("hours")}</option>
          </select>
        </div>
      )}
    </Field>
  );
}

/** A list of texts, one a line. */
export function Lines({ value, onChange, ...base }: Base & { value: string[]; onChange: (value: string[]) => void; name?: string }) {
  return (
    <Area {...base} rows={Math.max(2, value.length + 1)} value={value.join("\n")}
      onChange={(text) => onChange(text === "" ? [] : text.split("\n"))} />
  );
}

export function Section({ title, children, isOpen = false }: { title: string; children: ReactNode; isOpen?: boolean }) {
  return (
    <details className="kp-section" open={isOpen}>
      <summary>{title}</summary>
      <div className="kp-section-body">{children}</div>
    </details>
  );
}
