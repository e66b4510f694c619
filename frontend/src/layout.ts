/** Puts the nodes in order from left to right. */

import dagre from "@dagrejs/dagre";

import { type Drawing, SIZES } from "./model";

export function laidOut(drawing: Drawing): Drawing {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: "LR", nodesep: 44, ranksep: 76, marginx: 24, marginy: 24 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of drawing.nodes) graph.setNode(node.id, { ...SIZES[node.type] });
  for (const edge of drawing.edges) {
    const said = edge.label || edge.condition || (edge.otherwise ? "otherwise" : "");
    graph.setEdge(edge.from, edge.to, { width: Math.min(said.length, 34) * 6, height: said ? 18 : 0, labelpos: "c" }, edge.id);
  }
  dagre.layout(graph);
  return {
    ...drawing,
    nodes: drawing.nodes.map((node) => {
      const place = graph.node(node.id) as { x: number; y: number };
      const size = SIZES[node.type];
      return { ...node, x: Math.round(place.x - size.width / 2), y: Math.round(place.y - size.height / 2) };
    }),
  };
}
