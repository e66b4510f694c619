/** A process as it is drawn: the JSON of the API, with the place of each node on the canvas. */

export type NodeType =
  | "start" | "task" | "action" | "gateway" | "parallel" | "join" | "wait" | "timer" | "subprocess" | "end";

export interface Assignee {
  role?: string; user?: string; users?: string[]; field?: string; manager_of?: string; table?: string;
  pick?: "queue" | "least_loaded" | "round_robin";
}
export interface Countersign { mode: "all" | "any" | "n_of_m"; required?: number; veto?: boolean }
export interface Rung { action: string; after_seconds: number; to?: Assignee }
export interface Step {
  id: string; type: NodeType; name?: string; names?: Record<string, string>; assignee?: Assignee;
  countersign?: Countersign; critical?: boolean; target_seconds?: number; calendar?: string;
  ladder?: Rung[]; action?: string; input?: Record<string, unknown>; wait_for?: string; timer_seconds?: number;
  timer_until?: string; process?: string; instruction?: string; instructions?: Record<string, string>;
  checklist?: string[]; attachments?: string[]; entry?: string; exit?: string; reject_to?: string;
  outputs?: string[]; max_visits?: number; x?: number; y?: number;
}
export interface Link {
  id: string; from: string; to: string; condition?: string; otherwise?: boolean; label?: string;
  labels?: Record<string, string>;
}
export interface Drawing { nodes: Step[]; edges: Link[] }
export interface Finding { node: string; edge?: string; code: string; level: "error" | "warning"; text: string }

export interface Choice { value: string; label: string }
export type FactKind = "number" | "text" | "boolean" | "date" | "list";
export interface Fact { key: string; label: string; type: FactKind; choices: Choice[] }
export interface ActionInput { name: string; label: string; type: string; required: boolean; choices: Choice[] }
export interface PaletteAction { key: string; title: string; inputs: ActionInput[]; is_critical: boolean }

/** Everything that a drawing may refer to, as the server lends it for this kind of document. */
export interface Surroundings {
  facts: Fact[]; actions: PaletteAction[]; events: Choice[]; roles: Choice[]; users: Choice[]; calendars: Choice[];
  tables: Choice[]; processes: Choice[]; categories: Choice[]; regions: Choice[]; tags: Choice[];
}

export const SIZES: Record<NodeType, { width: number; height: number }> = {
  start: { width: 132, height: 44 }, end: { width: 132, height: 44 },
  task: { width: 212, height: 76 }, action: { width: 212, height: 60 }, wait: { width: 212, height: 60 },
  timer: { width: 212, height: 60 }, subprocess: { width: 212, height: 60 },
  gateway: { width: 160, height: 52 }, parallel: { width: 120, height: 52 }, join: { width: 120, height: 52 },
};

/** A free id that says what the node is: task_2. */
export function freeId(drawing: Drawing, stem: string): string {
  const taken = new Set(drawing.nodes.map((node) => node.id));
  for (let number = 1; ; number += 1) {
    const id = `${stem}_${number}`;
    if (!taken.has(id)) return id;
  }
}

export function freeLinkId(drawing: Drawing): string {
  const taken = new Set(drawing.edges.map((edge) => edge.id));
  for (let number = drawing.edges.length + 1; ; number += 1) {
    const id = `edge_${number}`;
    if (!taken.has(id)) return id;
  }
}

/** A node's name in the reader's language, as the server chooses it. */
export function titleOf(node: Step, language: string): string {
  return node.names?.[language] || node.name || Object.values(node.names ?? {})[0] || node.id;
}

/** The news that a step waits for, any of which is enough. */
export function newsOf(step: Step): string[] {
  return (step.wait_for ?? "").split(/\s+/).filter(Boolean);
}

/** Leaves out what is empty, so that a drawing holds only what somebody said. */
export function tidy<T extends object>(one: T): T {
  const kept = Object.entries(one).filter(([, value]) => {
    if (value === undefined || value === null || value === "" || value === false) return false;
    if (Array.isArray(value)) return value.length > 0;
    return !(typeof value === "object" && Object.keys(value as object).length === 0);
  });
  return Object.fromEntries(kept) as T;
}

/** Links without ids get one; nodes without a place are told by the result. */
export function normalized(drawing: Drawing): { drawing: Drawing; isPlaced: boolean } {
  const edges: Link[] = [];
  for (const edge of drawing.edges ?? []) {
    edges.push({ ...edge, id: edge.id || freeLinkId({ nodes: [], edges }) });
  }
  const nodes = drawing.nodes ?? [];
  return { drawing: { nodes, edges }, isPlaced: nodes.every((node) => node.x !== undefined && node.y !== undefined) };
}
