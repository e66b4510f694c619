/** From a drawing to what the canvas draws. */

import { type Edge, MarkerType, type Node } from "@xyflow/react";

import { inWords } from "./conditionWords";
import { lanesOf } from "./lanes";
import { type Drawing, type Fact, type Finding, type Link, SIZES, type Step, titleOf } from "./model";
import { t } from "./words";

export interface Visit { seconds: number; visits: number; isHere: boolean; isLate: boolean; who: string; dueIn: number | null }
export interface StepData extends Record<string, unknown> {
  step: Step; title: string; level: "" | "error" | "warning"; findings: string[]; visit: Visit | null; isLive: boolean;
}
export type StepNode = Node<StepData, "step">;
export type LinkEdge = Edge<{ link: Link; lane: number | undefined }, "way">;

export function toNodes(
  drawing: Drawing, findings: readonly Finding[], language: string, visits: ReadonlyMap<string, Visit> | null,
): StepNode[] {
  const byNode = new Map<string, Finding[]>();
  for (const finding of findings) byNode.set(finding.node, [...(byNode.get(finding.node) ?? []), finding]);
  return drawing.nodes.map((step) => {
    const found = byNode.get(step.id) ?? [];
    const level = found.some((one) => one.level === "error") ? "error" : found.length ? "warning" : "";
    const size = SIZES[step.type];
    const title = titleOf(step, language);
    return {
      id: step.id, type: "step", position: { x: step.x ?? 0, y: step.y ?? 0 }, ...size,
      ariaLabel: `${title}${found.length ? `: ${found.map((one) => one.text).join(" ")}` : ""}`,
      deletable: true,
      data: {
        step, title, level, findings: found.map((one) => one.text),
        visit: visits?.get(step.id) ?? null, isLive: visits !== null,
      },
    };
  });
}

const LONGEST = 40;

/** What a link says on the canvas: its label, else its condition in words, shortened. */
export function labelOf(link: Link, language: string, facts: readonly Fact[]): string {
  const said = link.labels?.[language] || link.label;
  if (said) return said;
  if (link.otherwise) return t("otherwise");
  const text = inWords(link.condition ?? "", facts);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

export function toEdges(
  drawing: Drawing, findings: readonly Finding[], language: string, facts: readonly Fact[], taken: ReadonlySet<string> | null,
): LinkEdge[] {
  const wrong = new Set(findings.filter((one) => one.level === "error").map((one) => one.edge));
  const lanes = lanesOf(drawing);
  return drawing.edges.map((link) => ({
    id: link.id, source: link.from, target: link.to, type: "way", data: { link, lane: lanes.get(link.id) },
    label: labelOf(link, language, facts),
    className: [wrong.has(link.id) ? "is-wrong" : "", taken?.has(link.id) ? "is-taken" : ""].join(" ").trim(),
    markerEnd: { type: MarkerType.ArrowClosed, width: 16, height: 16 },
  }));
}
