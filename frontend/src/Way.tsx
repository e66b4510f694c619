/** A link on the canvas; one that leads back runs through a lane that no step lies in. */

import { BaseEdge, type EdgeProps, getSmoothStepPath } from "@xyflow/react";

import type { LinkEdge } from "./flow";

export function Way(props: EdgeProps<LinkEdge>) {
  const { sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, data, markerEnd, label } = props;
  const [path, labelX, labelY] = getSmoothStepPath({ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, borderRadius: 8, centerY: data?.lane });
  return <BaseEdge path={path} markerEnd={markerEnd} label={label} labelX={labelX} labelY={labelY} labelBgPadding={[6, 3]} labelBgBorderRadius={4} interactionWidth={20} />;
}
