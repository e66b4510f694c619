/** Type-ahead: one value or several, from choices at hand or from one of the product's search doors. */

import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";

import { readJson } from "./api";
import { Icon } from "./icons";
import type { Choice } from "./model";
import { t } from "./words";

const MOST = 40;
const PAUSE = 150;
interface Found { value: number | string; label: string; detail?: string; code?: string }
export interface Source { options?: readonly Choice[]; url?: string }

/** The choices that hold every word typed, in label or code. */
export function fitting(options: readonly Choice[], text: string): Choice[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (one: Choice) => words.every((word) => `${one.label} ${one.value}`.toLowerCase().includes(word));
  return options.filter(fits).slice(0, MOST);
}

async function find({ options, url }: Source, text: string): Promise<Choice[]> {
  if (!url) return fitting(options ?? [], text);
  const { body } = await readJson<Found[]>(`${url}?q=${encodeURIComponent(text)}`);
  return body.map((one) => ({ value: String(one.code ?? one.value), label: one.label }));
}

interface FieldProps { source: Source; shown: string; label: string; id: string; name?: string; isCoded?: boolean; onChoose: (one: Choice) => void; onBack?: () => void }

/** The text field with its list, after the ARIA combobox pattern; `shown` is what it says while nobody types. */
function Typed({ source, shown, label, id, name, isCoded = false, onChoose, onBack }: FieldProps) {
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const asked = useRef(0);
  const [text, setText] = useState<string | null>(null);
  const [found, setFound] = useState<Choice[] | null>(null);
  const [place, setPlace] = useState(0);
  const close = () => { asked.current += 1; setText(null); setFound(null); };
  const look = (next: string) => {
    const turn = ++asked.current;
    setText(next);
    const answer = () => void find(source, next).catch(() => []).then((hits) => {
      if (turn !== asked.current) return;
      setFound(hits);
      setPlace(0);
    });
    if (source.url) setTimeout(() => turn === asked.current && answer(), PAUSE);
    else answer();
  };
  useEffect(() => {
    // in the top layer, so that neither panel nor dialog cuts the list off
    const popup = list.current;
    if (!popup || !input.current || found === null) return;
    if (!popup.matches(":popover-open")) popup.showPopover();
    const field = input.current.getBoundingClientRect();
    const isAbove = window.innerHeight - field.bottom < 180 && field.top > 180;
    const room = isAbove ? field.top : window.innerHeight - field.bottom;
    Object.assign(popup.style, {
      minWidth: `${field.width}px`, left: `${field.left}px`, maxHeight: `${Math.min(320, room - 12)}px`,
      top: isAbove ? "auto" : `${field.bottom + 3}px`, bottom: isAbove ? `${window.innerHeight - field.top + 3}px` : "auto",
    });
  }, [found]);
  useEffect(() => list.current?.children[place]?.scrollIntoView({ block: "nearest" }), [place]);
  const choose = (one: Choice) => { close(); onChoose(one); };
  const onKeyDown = (event: KeyboardEvent) => {
    const hits = found ?? [];
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (found === null) look(text ?? "");
      else if (hits.length) setPlace((place + (event.key === "ArrowDown" ? 1 : hits.length - 1)) % hits.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      const hit = hits[place];
      if (hit) choose(hit);
    } else if (event.key === "Escape" && found !== null) {
      event.preventDefault();
      close();
    } else if (event.key === "Backspace" && !text) onBack?.();
  };
  return (
    <div className="k-combo-box">
      <input id={id} name={name} ref={input} className="form-control form-control-sm" role="combobox" autoComplete="off" spellCheck={false} aria-autocomplete="list"
        aria-expanded={found !== null} aria-controls={`${id}-list`} aria-activedescendant={found?.[place] ? `${id}-${place}` : undefined}
        placeholder={t("type to search")} value={text ?? shown} onKeyDown={onKeyDown} onChange={(event) => look(event.target.value)}
        onClick={() => found === null && look("")} onFocus={(event) => event.target.select()} onBlur={close} />
      <Icon name="search" />
      {found !== null && (
        <ul className="k-options" id={`${id}-list`} ref={list} role="listbox" aria-label={label} popover="manual">
          {found.map((one, at) => (
            <li key={one.value} id={`${id}-${at}`} role="option" aria-selected={at === place} className="k-option"
              onMouseDown={(event) => { event.preventDefault(); choose(one); }}>
              <span>{one.label}</span>{isCoded && <small>{one.value}</small>}
            </li>
          ))}
          {found.length === 0 && <li className="k-options-note" role="option" aria-disabled="true" aria-selected="false">{t("nothing to choose from")}</li>}
        </ul>
      )}
    </div>
  );
}

interface Base { label: string; source: Source; help?: string; name?: string; isCoded?: boolean }

/** One value: its label stands in the field. */
export function PickOne({ label, source, help, name, value, onChange }: Omit<Base, "isCoded"> & { value: string; onChange: (value: string) => void }) {
  const id = useId();
  const shown = source.options?.find((one) => one.value === value)?.label ?? value;
  return (
    <div className="kp-field k-combo">
      <label htmlFor={id}>{label}</label>
      <Typed id={id} source={source} label={label} shown={shown} name={name} onChoose={(one) => onChange(one.value)} />
      {help && <div className="kp-help">{help}</div>}
    </div>
  );
}

/** Several values as chips; what was chosen keeps its label while the page is open. */
export function PickMany({ label, source, help, name, isCoded, value, onChange }: Base & { value: readonly string[]; onChange: (value: string[]) => void }) {
  const id = useId();
  const [seen, setSeen] = useState<Record<string, string>>({});
  const called = (one: string) => source.options?.find((other) => other.value === one)?.label ?? seen[one] ?? one;
  const add = (one: Choice) => {
    setSeen({ ...seen, [one.value]: one.label });
    if (!value.includes(one.value)) onChange([...value, one.value]);
  };
  return (
    <div className="kp-field k-combo">
      <label htmlFor={id}>{label}</label>
      {value.length > 0 && (
        <ul className="kp-chips" aria-label={label}>
          {value.map((one) => (
            <li key={one} className={isCoded ? "kp-chip is-coded" : "kp-chip"}>
              <span>{called(one)}{isCoded && <code>{one}</code>}</span>
              <button type="button" aria-label={t("Remove {name}", { name: called(one) })} onClick={() => onChange(value.filter((other) => other !== one))}><Icon name="x" /></button>
            </li>
          ))}
        </ul>
      )}
      <Typed id={id} source={source} label={label} shown="" name={name} isCoded={isCoded} onChoose={add} onBack={() => onChange(value.slice(0, -1))} />
      {help && <div className="kp-help">{help}</div>}
    </div>
  );
}
