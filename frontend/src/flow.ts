/** From a drawing to what the canvas draws. */

import { type Edge, MarkerType, type Node } from "@xyflow/react";

import { type Drawing, type Finding, type Link, SIZES, type Step, titleOf } from "./model";

export interface Visit { seconds: number; visits: number; isHere: boolean; isLate: boolean; who: string; dueIn: number | null }
export interface StepData extends Record<string, unknown> {
  step: Step; title: string; level: "" | "error" | "warning"; findings: string[]; visit: Visit | null; isLive: boolean;
}
export type StepNode = Node<StepData, "step">;
export type LinkEdge = Edge<{ link: Link }>;

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

/** What a link says on the canvas: its label, else its condition, shortened. */
export function labelOf(link: Link, language: string, otherwise: string): string {
  const said = link.labels?.[language] || link.label;
  if (said) return said;
  if (link.otherwise) return otherwise;
  const text = link.condition ?? "";
  return text.length > 34 ? `${text.slice(0, 33)}…` : text;
}

export function toEdges(
  drawing: Drawing, findings: readonly Finding[], language: string, otherwise: string, taken: ReadonlySet<string> | null,
): LinkEdge[] {
  const wrong = new Set(findings.filter((one) => one.level === "error").map((one) => one.edge));
  return drawing.edges.map((link) => ({
    id: link.id, source: link.from, target: link.to, type: "smoothstep", data: { link },
    label: labelOf(link, language, otherwise),
    className: [wrong.has(link.id) ? "is-wrong" : "", taken?.has(link.id) ? "is-taken" : ""].join(" ").trim(),
    markerEnd: { type: MarkerType.ArrowClosed, width: 16, height: 16 },
    labelBgPadding: [6, 3] as [number, number], labelBgBorderRadius: 4,
  }));
}
