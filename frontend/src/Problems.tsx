/** What is wrong with the drawing, one line each, leading to its node. */

import { Icon } from "./icons";
import { type Drawing, type Finding, titleOf } from "./model";
import { t } from "./words";

interface Props { findings: Finding[]; drawing: Drawing; language: string; isChecked: boolean; show: (node: string, link?: string) => void }

export function Problems({ findings, drawing, language, isChecked, show }: Props) {
  const errors = findings.filter((one) => one.level === "error").length;
  const summary = findings.length
    ? t("{errors} errors, {warnings} warnings", { errors, warnings: findings.length - errors })
    : isChecked ? t("Nothing is wrong with this drawing.") : t("Checking…");
  return (
    <details className="kp-problems" open={errors > 0}>
      <summary className={errors ? "is-error" : findings.length ? "is-warning" : "is-good"} aria-live="polite" data-problems={isChecked ? errors : ""}>
        <Icon name={errors ? "alert-circle" : findings.length ? "alert-triangle" : "circle-check"} />{summary}
      </summary>
      <ul>
        {findings.map((one, at) => {
          const node = drawing.nodes.find((step) => step.id === one.node);
          return (
            <li key={`${one.node}${one.code}${at}`}>
              <button type="button" className={`btn btn-sm btn-ghost is-${one.level}`} disabled={!node} onClick={() => show(one.node, one.edge)}>
                <strong>{node ? titleOf(node, language) : t("Process")}</strong> {one.text}
              </button>
            </li>
          );
        })}
      </ul>
    </details>
  );
}
