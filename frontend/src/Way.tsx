/** A link on the canvas, as it was routed; while one of its ends is dragged it follows simply. */

import { BaseEdge, type EdgeProps, getSmoothStepPath } from "@xyflow/react";

import type { LinkEdge } from "./flow";
import { drawn } from "./routes";

const NEAR = 12;

export function Way(props: EdgeProps<LinkEdge>) {
  const { sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, data, markerEnd, label } = props;
  const points = data?.points ?? [];
  const [first, last] = [points[0], points.at(-1)];
  const isSettled = first && last && near(first.x, sourceX) && near(first.y, sourceY) && near(last.x, targetX) && near(last.y, targetY);
  const words = { label, labelBgPadding: [6, 3] as [number, number], labelBgBorderRadius: 4, interactionWidth: 20 };
  if (isSettled) {
    return <BaseEdge path={drawn(points)} markerEnd={markerEnd} labelX={data?.words.x} labelY={data?.words.y} {...words} />;
  }
  const [path, labelX, labelY] = getSmoothStepPath({ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, borderRadius: 8 });
  return <BaseEdge path={path} markerEnd={markerEnd} labelX={labelX} labelY={labelY} {...words} />;
}

const near = (one: number, other: number): boolean => Math.abs(one - other) < NEAR;
