/** One node on the canvas: what it is, who does it, its clock, what is wrong with it, where the case stands. */

import { Handle, type NodeProps, Position, useUpdateNodeInternals } from "@xyflow/react";
import { memo, useEffect } from "react";

import { said } from "./durations";
import type { StepNode } from "./flow";
import { Icon, ICON_OF } from "./icons";
import { newsOf, type Step } from "./model";
import { called, t } from "./words";

export const timeWords = () => ({ hours: t("h"), minutes: t("min") });

function whoOf(step: Step): string {
  const one = step.assignee;
  if (step.type === "action") return called(step.action ?? "");
  if (step.type === "wait") return newsOf(step).map((one) => called(one)).join(", ");
  if (step.type === "timer") return step.timer_seconds ? said(step.timer_seconds, timeWords()) : (step.timer_until ?? "");
  if (step.type === "subprocess") return called(step.process ?? "", "process:");
  if (!one) return "";
  const people = one.users ?? (one.user ? [one.user] : []);
  if (people.length) return people.map((user) => called(user, "user:")).join(", ");
  return called(one.role || one.field || one.manager_of || one.table || "");
}

function signs(step: Step): string {
  const sign = step.countersign;
  if (!sign) return "";
  if (sign.mode === "n_of_m") return t("{n} sign", { n: sign.required ?? 1 });
  return sign.mode === "all" ? t("all sign") : "";
}

function StepBody({ id, data, selected }: NodeProps<StepNode>) {
  const measure = useUpdateNodeInternals();
  useEffect(() => measure(id), [measure, id, data.isDown]);
  const { step, title, level, visit } = data;
  const who = [whoOf(step), signs(step)].filter(Boolean).join(" · ");
  const states = [
    "kp-node", `is-${step.type}`, level ? `has-${level}` : "", selected ? "is-selected" : "",
    step.critical ? "is-critical" : "",
    visit?.isLate ? "is-late" : visit?.isHere ? "is-here" : visit ? "was-here" : data.isLive ? "not-yet" : "",
  ];
  return (
    <div className={states.filter(Boolean).join(" ")} title={data.findings.join("\n") || undefined}>
      {step.type !== "start" && <Handle type="target" position={data.isDown ? Position.Top : Position.Left} />}
      <span className="kp-node-icon"><Icon name={ICON_OF[step.type] ?? "circle"} /></span>
      <span className="kp-node-text">
        <span className="kp-node-title">{title}</span>
        {who && <span className="kp-node-who">{who}</span>}
        {visit ? (
          <span className="kp-node-clock">
            {visit.isLate && <Icon name="alert-triangle" />}
            {said(visit.seconds, timeWords())}{visit.visits > 1 ? ` · ${visit.visits}×` : ""}{visit.who ? ` · ${visit.who}` : ""}
          </span>
        ) : (
          step.target_seconds !== undefined && (
            <span className="kp-node-clock">
              <Icon name="clock" />{said(step.target_seconds, timeWords())}
              {step.ladder?.some((rung) => rung.action === "escalate") ? ` · ${t("escalates")}` : ""}
            </span>
          )
        )}
      </span>
      {level && <span className="kp-node-mark" aria-hidden="true">{level === "error" ? "!" : "?"}</span>}
      {step.type !== "end" && <Handle type="source" position={data.isDown ? Position.Bottom : Position.Right} />}
    </div>
  );
}

export const StepView = memo(StepBody);
