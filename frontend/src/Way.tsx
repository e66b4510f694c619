/** A link on the canvas, as it was routed; while one of its ends is dragged it follows simply. */

import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getSmoothStepPath } from "@xyflow/react";

import type { LinkEdge } from "./flow";
import { drawn } from "./routes";

const NEAR = 12;

export function Way(props: EdgeProps<LinkEdge>) {
  const { sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, data, markerEnd, label, selected } = props;
  const points = data?.points ?? [];
  const [first, last] = [points[0], points.at(-1)];
  const isSettled = first && last && near(first.x, sourceX) && near(first.y, sourceY) && near(last.x, targetX) && near(last.y, targetY);
  const simple = getSmoothStepPath({ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, borderRadius: 8 });
  const [path, x, y] = isSettled ? [drawn(points), data?.words.x ?? 0, data?.words.y ?? 0] : simple;
  return (
    <>
      <BaseEdge path={path} markerEnd={markerEnd} interactionWidth={20} />
      {label && (
        <EdgeLabelRenderer>
          <span className={`kp-words${selected ? " is-chosen" : ""}`} style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}>{label}</span>
        </EdgeLabelRenderer>
      )}
    </>
  );
}

const near = (one: number, other: number): boolean => Math.abs(one - other) < NEAR;
