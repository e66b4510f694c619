/** The process designer: palette, canvas, side panel, problems, and what one does with a draft. */

import {
  applyEdgeChanges, applyNodeChanges, Background, BackgroundVariant, type Connection, Controls, type EdgeChange, MiniMap, type NodeChange,
  ReactFlow, type ReactFlowInstance, ReactFlowProvider, useReactFlow,
} from "@xyflow/react";
import { type DragEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";

import { addStep, changeLink, connect, copyOf, insertInto, move, paste, remove } from "./edits";
import { BORDER, labelOf, type LinkEdge, type StepNode, toEdges, toNodes } from "./flow";
import { Icon } from "./icons";
import { laidOut } from "./layout";
import { type Drawing, type Link, type NodeType, SIZES } from "./model";
import { LinkPanel, StepPanel } from "./Panel";
import { Palette } from "./Palette";
import { Problems } from "./Problems";
import { KeysDialog, PublishDialog } from "./PublishDialog";
import { runsDown } from "./routes";
import { StepView } from "./StepView";
import { Toolbar } from "./Toolbar";
import { type DraftProps, useDraft } from "./useDraft";
import { useKeys } from "./useKeys";
import { Way } from "./Way";
import { t } from "./words";

const nodeTypes = { step: StepView };
const edgeTypes = { way: Way };
const SMALLEST = 0.45;
const CLIPBOARD = "kept.process.clipboard";

/** Everything when it stays readable, else the beginning at a readable size. */
export function look(made: ReactFlowInstance<StepNode, LinkEdge>, frame: HTMLElement | null, drawing: Drawing): void {
  void made.fitView({ padding: BORDER, maxZoom: 1 }).then(() => {
    const start = drawing.nodes.find((node) => node.type === "start");
    if (made.getZoom() >= SMALLEST || !start || !frame) return;
    const place = runsDown(drawing)
      ? { x: frame.clientWidth / 2 - SIZES.start.width * 0.4, y: 40 } : { x: 40, y: frame.clientHeight / 2 };
    void made.setViewport({ x: place.x - (start.x ?? 0) * 0.8, y: place.y - (start.y ?? 0) * 0.8, zoom: 0.8 });
  });
}

export const ariaLabels = () => ({
  "node.a11yDescription.default": t("Press Enter to choose a step, then the arrows to move it."),
  "node.a11yDescription.keyboardDisabled": t("Press Enter to choose a step."),
  "edge.a11yDescription.default": t("Press Enter to choose a link."),
  "controls.ariaLabel": t("View"), "controls.zoomIn.ariaLabel": t("Zoom in"), "controls.zoomOut.ariaLabel": t("Zoom out"),
  "controls.fitView.ariaLabel": t("Show everything"), "minimap.ariaLabel": t("Overview"),
});

function Canvas(props: DraftProps) {
  const draft = useDraft(props);
  const { drawing, edit, findings } = draft;
  const { language, around } = props;
  const said = useMemo(() => ({ language, facts: around.facts }), [language, around]);
  const flow = useReactFlow<StepNode, LinkEdge>();
  const [nodes, setNodes] = useState<StepNode[]>([]);
  const [edges, setEdges] = useState<LinkEdge[]>([]);
  const [dialog, setDialog] = useState<"" | "publish" | "keys">("");
  const [linkFrom, setLinkFrom] = useState("");
  const frame = useRef<HTMLDivElement>(null);

  useEffect(() => {
    setNodes((before) => {
      const old = new Map(before.map((node) => [node.id, node]));
      return toNodes(drawing, findings, language, null).map((node) => {
        const was = old.get(node.id);
        return was ? { ...node, selected: was.selected ?? false, measured: was.measured } : node;
      });
    });
    setEdges((before) => {
      const chosen = new Set(before.filter((edge) => edge.selected).map((edge) => edge.id));
      return toEdges(drawing, findings, said, null).map((edge) => ({ ...edge, selected: chosen.has(edge.id) }));
    });
  }, [drawing, findings, language, said]);

  const chosen = useMemo(() => new Set(nodes.filter((node) => node.selected).map((node) => node.id)), [nodes]);
  const chosenLinks = useMemo(() => new Set(edges.filter((edge) => edge.selected).map((edge) => edge.id)), [edges]);
  const choose = useCallback((ids: string[], links: string[] = []) => {
    // after the change that made them has been drawn
    requestAnimationFrame(() => {
      setNodes((before) => before.map((node) => ({ ...node, selected: ids.includes(node.id) })));
      setEdges((before) => before.map((edge) => ({ ...edge, selected: links.includes(edge.id) })));
    });
  }, []);

  const onNodesChange = useCallback((changes: NodeChange<StepNode>[]) => {
    setNodes((before) => applyNodeChanges(changes.filter((one) => one.type !== "remove"), before));
    const settled = changes.filter((one) => one.type === "position" && one.position && !one.dragging);
    if (settled.length) {
      const places = new Map(settled.flatMap((one) => (one.type === "position" && one.position ? [[one.id, { x: Math.round(one.position.x), y: Math.round(one.position.y) }]] : [])) as [string, { x: number; y: number }][]);
      edit((now) => move(now, places), "move");
    }
  }, [edit]);
  const onEdgesChange = useCallback((changes: EdgeChange<LinkEdge>[]) => {
    setEdges((before) => applyEdgeChanges(changes.filter((one) => one.type !== "remove"), before));
  }, []);
  const onConnect = useCallback((made: Connection) => {
    const next = connect(drawing, made.source, made.target);
    edit(next.drawing);
    if (next.id) choose([], [next.id]);
  }, [drawing, edit, choose]);

  const add = useCallback((type: NodeType, at?: { x: number; y: number }) => {
    const [link] = [...chosenLinks];
    const only = chosen.size === 1 ? drawing.nodes.find((node) => chosen.has(node.id)) : undefined;
    let made: { drawing: Drawing; id: string };
    if (!at && link) made = insertInto(drawing, link, type);
    else if (at) made = addStep(drawing, type, at.x, at.y);
    else if (only) {
      made = addStep(drawing, type, (only.x ?? 0) + 380, (only.y ?? 0) + 40);
      if (only.type !== "end") made = { ...connect(made.drawing, only.id, made.id), id: made.id };
    } else {
      const box = frame.current?.getBoundingClientRect();
      const middle = flow.screenToFlowPosition({ x: (box?.left ?? 0) + (box?.width ?? 600) / 2, y: (box?.top ?? 0) + (box?.height ?? 400) / 2 });
      made = addStep(drawing, type, middle.x, middle.y);
    }
    if (!made.id) return;
    edit(made.drawing);
    choose([made.id]);
  }, [chosen, chosenLinks, drawing, edit, choose, flow]);

  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    const type = event.dataTransfer.getData("application/kept-step") as NodeType;
    if (type) add(type, flow.screenToFlowPosition({ x: event.clientX, y: event.clientY }));
  };
  const arrange = () => {
    const next = laidOut(drawing, (link) => labelOf(link, drawing, said));
    edit(next);
    setTimeout(() => look(flow, frame.current, next), 80);
  };
  const show = (id: string, link = "") => {
    choose(link ? [] : [id], link ? [link] : []);
    const node = flow.getNode(id);
    if (node) void flow.setCenter(node.position.x + 100, node.position.y + 40, { zoom: 1, duration: 200 });
  };
  useKeys(frame, {
    save: () => void draft.save(), undo: draft.undo, redo: draft.redo, arrange,
    remove: () => edit(remove(drawing, chosen, chosenLinks)),
    copy: () => { if (chosen.size) sessionStorage.setItem(CLIPBOARD, JSON.stringify(copyOf(drawing, chosen))); },
    paste: () => {
      const kept = sessionStorage.getItem(CLIPBOARD);
      if (!kept) return;
      const made = paste(drawing, JSON.parse(kept) as Drawing);
      edit(made.drawing);
      choose(made.ids);
    },
    name: () => document.querySelector<HTMLInputElement>(".kp-panel input[name=name], .kp-panel input[name=label]")?.focus(),
    link: () => setLinkFrom([...chosen][0] ?? ""),
    fit: () => void flow.fitView({ duration: 200, padding: BORDER }),
    keys: () => setDialog("keys"),
  });

  const step = chosen.size === 1 && chosenLinks.size === 0 ? drawing.nodes.find((node) => chosen.has(node.id)) : undefined;
  const link = chosenLinks.size === 1 && chosen.size === 0 ? drawing.edges.find((edge) => chosenLinks.has(edge.id)) : undefined;
  const panel = { drawing, around, edit, findings, choose: (id: string) => choose([id]) };
  const setLink = (change: Partial<Link>, mark = "") => link && edit(changeLink(drawing, link.id, change), mark && `${link.id}.${mark}`);
  return (
    <div className="kp-designer">
      <Toolbar draft={draft} props={props} onArrange={arrange} onKeys={() => setDialog("keys")} onPublish={() => void draft.check().then(() => setDialog("publish"))} />
      {draft.conflict && (
        <div className="kp-conflict" role="alert">
          <Icon name="alert-triangle" />
          <span>{t("Somebody else has saved this process meanwhile.")}</span>
          <button type="button" className="btn btn-sm" onClick={() => void draft.takeTheirs()}>{t("Take theirs")}</button>
          <button type="button" className="btn btn-sm" onClick={() => void draft.keepMine()}>{t("Keep mine and save")}</button>
        </div>
      )}
      <div className="kp-work">
        <Palette onAdd={add} />
        <div className="kp-canvas" ref={frame} onDrop={onDrop} onDragOver={(event) => event.preventDefault()}>
          <ReactFlow<StepNode, LinkEdge>
            nodes={nodes} edges={edges} nodeTypes={nodeTypes} edgeTypes={edgeTypes} onNodesChange={onNodesChange} onEdgesChange={onEdgesChange} onConnect={onConnect}
            onNodeClick={(_, node) => { if (linkFrom && linkFrom !== node.id) { onConnect({ source: linkFrom, target: node.id, sourceHandle: null, targetHandle: null }); setLinkFrom(""); } }}
            ariaLabelConfig={ariaLabels()} deleteKeyCode={null} multiSelectionKeyCode="Shift" minZoom={0.2} maxZoom={2} onInit={(made) => look(made, frame.current, drawing)}
            snapToGrid snapGrid={[10, 10]} colorMode={document.documentElement.dataset.bsTheme === "dark" ? "dark" : "light"}
          >
            <Background variant={BackgroundVariant.Dots} gap={20} size={1} />
            <MiniMap pannable zoomable nodeClassName={(node) => `is-${(node as StepNode).data.step.type}`} />
            <Controls showInteractive={false} />
          </ReactFlow>
          {linkFrom && <p className="kp-hint">{t("Now click the step that follows.")}</p>}
        </div>
        <aside className="kp-panel" aria-label={t("Properties")}>
          {step && <StepPanel {...panel} step={step} key={step.id} />}
          {link && <LinkPanel {...panel} link={link} setLink={setLink} key={link.id} />}
          {!step && !link && <Overview drawing={drawing} chosen={chosen.size} show={show} language={language} />}
        </aside>
      </div>
      <Problems findings={findings} drawing={drawing} language={language} isChecked={draft.isChecked} show={show} />
      {dialog === "publish" && (
        <PublishDialog around={around} customersUrl={props.urls.customers} findings={findings} isBusy={draft.isBusy} onClose={() => setDialog("")}
          onPublish={(scope) => void draft.publish(scope).then((isDone) => isDone && setDialog(""))} />
      )}
      {dialog === "keys" && <KeysDialog onClose={() => setDialog("")} />}
    </div>
  );
}

/** The steps as a list, when none is chosen: the way in for keyboard and screen reader. */
function Overview({ drawing, chosen, show, language }: { drawing: Drawing; chosen: number; show: (id: string) => void; language: string }) {
  return (
    <div className="kp-panel-body">
      <h2>{chosen > 1 ? t("{n} steps chosen", { n: chosen }) : t("Steps")}</h2>
      <p className="kp-help">{t("Drag steps onto the canvas or press them; choose a step or a link to say more about it.")}</p>
      <ol className="kp-steps">
        {drawing.nodes.map((node) => (
          <li key={node.id}>
            <button type="button" className="btn btn-sm btn-ghost" onClick={() => show(node.id)}>{node.names?.[language] || node.name || node.id}</button>
          </li>
        ))}
      </ol>
    </div>
  );
}

export function Designer(props: DraftProps) {
  return <ReactFlowProvider><Canvas {...props} /></ReactFlowProvider>;
}
