/** The time-out ladder: what happens when, counted from the start of the clock. */

import { Duration, Select } from "./fields";
import { Icon } from "./icons";
import type { Rung, Surroundings } from "./model";
import { tidy } from "./model";
import { t } from "./words";

export const rungNames = (): Record<string, string> => ({
  warn: t("Warn before"), remind: t("Remind"), escalate: t("Escalate to the superior"), reassign: t("Reassign"),
  approve: t("Approve by the clock"), reject: t("Send back to the step before"), mark_exception: t("Mark as exception"),
});

interface Props { value: Rung[]; isCritical: boolean; target: number | undefined; around: Surroundings; onChange: (next: Rung[]) => void }

export function Ladder({ value, isCritical, target, around, onChange }: Props) {
  const names = rungNames();
  const set = (at: number, change: Partial<Rung>) => onChange(value.map((rung, index) => (index === at ? tidyRung({ ...rung, ...change }) : rung)));
  const options = Object.entries(names)
    .filter(([action]) => !(isCritical && action === "approve"))
    .map(([action, label]) => ({ value: action, label }));
  const after = value.at(-1)?.after_seconds ?? target ?? 3600;
  return (
    <fieldset className="kp-ladder">
      <legend>{t("Time-outs")}</legend>
      {value.map((rung, at) => (
        // rungs have no identity but their place
        <div className="kp-rung" key={at}>
          <Select name="rung_action" label={t("Step {n}", { n: at + 1 })} value={rung.action} options={options} onChange={(action) => set(at, { action })} />
          <Duration name="rung_after" label={t("After")} value={rung.after_seconds} onChange={(seconds) => set(at, { after_seconds: seconds ?? 0 })} />
          {(rung.action === "reassign" || rung.action === "escalate") && (
            <Select label={t("To the role")} empty={rung.action === "escalate" ? t("the superior") : t("choose")} value={rung.to?.role ?? ""} options={around.roles}
              onChange={(role) => set(at, { to: role ? { role } : undefined })} />
          )}
          <button type="button" className="btn btn-sm btn-ghost" aria-label={t("Remove time-out")} onClick={() => onChange(value.filter((_, index) => index !== at))}>
            <Icon name="x" />
          </button>
        </div>
      ))}
      <button type="button" className="btn btn-sm" onClick={() => onChange([...value, { action: value.length ? "escalate" : "remind", after_seconds: after }])}>
        <Icon name="plus" />{t("Add time-out")}
      </button>
    </fieldset>
  );
}

function tidyRung(rung: Rung): Rung {
  return { ...tidy(rung), after_seconds: rung.after_seconds };
}
