/** A running case on the canvas of its version: where it stands, how long each step took, what is late. */

import { Background, BackgroundVariant, Controls, MiniMap, ReactFlow, type ReactFlowInstance, ReactFlowProvider } from "@xyflow/react";
import { useEffect, useMemo, useState } from "react";

import { readJson } from "./api";
import { ariaLabels } from "./Designer";
import { BORDER, labelOf, type LinkEdge, type StepNode, toEdges, toNodes, type Visit } from "./flow";
import { laidOut } from "./layout";
import { type Drawing, type Fact, normalized } from "./model";
import { StepView } from "./StepView";
import { Way } from "./Way";
import { t } from "./words";

export interface CaseState {
  is_running: boolean;
  taken: string[];
  nodes: { id: string; seconds: number; visits: number; is_here: boolean; is_late: boolean; who: string; due_in: number | null }[];
}
export interface CaseProps { graph: Drawing; state: CaseState; url: string; language: string; facts: Fact[] }

/** Everything when it stays readable, else where the case stands now. */
function lookAt(made: ReactFlowInstance<StepNode, LinkEdge>, state: CaseState): void {
  void made.fitView({ padding: BORDER, maxZoom: 1 }).then(() => {
    const here = state.nodes.filter((one) => one.is_here).map((one) => ({ id: one.id }));
    if (made.getZoom() < 0.5 && here.length) void made.fitView({ nodes: here, maxZoom: 0.8, minZoom: 0.6 });
  });
}

const nodeTypes = { step: StepView };
const edgeTypes = { way: Way };
const EVERY = 10_000;

export function CaseView({ graph, state: first, url, language, facts }: CaseProps) {
  const [state, setState] = useState(first);
  const drawing = useMemo(() => {
    const found = normalized(graph);
    return found.isPlaced ? found.drawing : laidOut(found.drawing, (link) => labelOf(link, found.drawing, { language, facts }));
  }, [graph, language, facts]);
  useEffect(() => {
    if (!state.is_running) return undefined;
    const timer = setInterval(() => {
      if (!document.hidden) readJson<CaseState>(url).then((answer) => setState(answer.body)).catch(() => undefined);
    }, EVERY);
    return () => clearInterval(timer);
  }, [url, state.is_running]);
  const nodes = useMemo(() => {
    const visits = new Map<string, Visit>(state.nodes.map((one) => [one.id, {
      seconds: one.seconds, visits: one.visits, isHere: one.is_here, isLate: one.is_late, who: one.who, dueIn: one.due_in,
    }]));
    return toNodes(drawing, [], language, visits);
  }, [drawing, state, language]);
  const edges = useMemo(() => toEdges(drawing, [], { language, facts }, new Set(state.taken)), [drawing, state, language, facts]);
  return (
    <div className="kp-designer is-live">
      <div className="kp-canvas">
        <ReactFlowProvider>
          <ReactFlow nodes={nodes} edges={edges} nodeTypes={nodeTypes} edgeTypes={edgeTypes} nodesDraggable={false} nodesConnectable={false} ariaLabelConfig={ariaLabels()}
            deleteKeyCode={null} minZoom={0.2} onInit={(made) => lookAt(made, state)}
            colorMode={document.documentElement.dataset.bsTheme === "dark" ? "dark" : "light"}>
            <Background variant={BackgroundVariant.Dots} gap={20} size={1} />
            <MiniMap pannable zoomable nodeClassName={(node) => {
              const { visit } = (node as StepNode).data;
              return visit?.isLate ? "is-late" : visit?.isHere ? "is-here" : visit ? "was-here" : "";
            }} />
            <Controls showInteractive={false} />
          </ReactFlow>
        </ReactFlowProvider>
      </div>
      <ul className="kp-legend">
        <li><span className="kp-dot was-here" />{t("done")}</li>
        <li><span className="kp-dot is-here" />{t("here now")}</li>
        <li><span className="kp-dot is-late" />{t("late")}</li>
        <li><span className="kp-dot" />{t("not reached")}</li>
      </ul>
    </div>
  );
}
