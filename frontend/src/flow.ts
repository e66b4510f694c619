/** From a drawing to what the canvas draws. */

import { type Edge, MarkerType, type Node } from "@xyflow/react";

import { inWords } from "./conditionWords";
import { type Drawing, type Fact, type Finding, type Link, SIZES, type Step, titleOf } from "./model";
import { type Point, routesOf, runsDown, wordPlaces } from "./routes";
import { t } from "./words";

export interface Visit { seconds: number; visits: number; isHere: boolean; isLate: boolean; who: string; dueIn: number | null }
export interface StepData extends Record<string, unknown> {
  step: Step; title: string; level: "" | "error" | "warning"; findings: string[]; visit: Visit | null; isLive: boolean; isDown: boolean;
}
export type StepNode = Node<StepData, "step">;
export type LinkEdge = Edge<{ link: Link; points: Point[]; words: Point }, "way">;

export function toNodes(
  drawing: Drawing, findings: readonly Finding[], language: string, visits: ReadonlyMap<string, Visit> | null,
): StepNode[] {
  const byNode = new Map<string, Finding[]>();
  for (const finding of findings) byNode.set(finding.node, [...(byNode.get(finding.node) ?? []), finding]);
  const isDown = runsDown(drawing);
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
        visit: visits?.get(step.id) ?? null, isLive: visits !== null, isDown,
      },
    };
  });
}

/** Room around everything when it is shown: the words of the outermost links reach beyond the steps. */
export const BORDER = { x: "40px", y: "24px" } as const;

const LONGEST = 30;

export interface Said { language: string; facts: readonly Fact[] }

/** What a link says on the canvas: its label, else its condition in words, shortened. */
export function labelOf(link: Link, { nodes }: Drawing, { language, facts }: Said): string {
  const said = link.labels?.[language] || link.label;
  if (said) return said;
  if (link.otherwise) return nodes.some((node) => node.id === link.from && node.type === "gateway") ? t("otherwise") : "";
  const text = inWords(link.condition ?? "", facts);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

export function toEdges(
  drawing: Drawing, findings: readonly Finding[], said: Said, taken: ReadonlySet<string> | null,
): LinkEdge[] {
  const wrong = new Set(findings.filter((one) => one.level === "error").map((one) => one.edge));
  const { ways } = routesOf(drawing);
  const words = new Map(drawing.edges.map((link) => [link.id, labelOf(link, drawing, said)]));
  const places = wordPlaces(drawing, ways, words);
  return drawing.edges.map((link) => ({
    id: link.id, source: link.from, target: link.to, type: "way", data: { link, points: ways.get(link.id) ?? [], words: places.get(link.id) ?? { x: 0, y: 0 } },
    label: words.get(link.id),
    className: [wrong.has(link.id) ? "is-wrong" : "", taken?.has(link.id) ? "is-taken" : ""].join(" ").trim(),
    markerEnd: { type: MarkerType.ArrowClosed, width: 16, height: 16 },
  }));
}
