/** The kinds of step, to be dragged onto the canvas or pressed. */

import { Icon, ICON_OF } from "./icons";
import type { NodeType } from "./model";
import { typeNames } from "./Panel";
import { t } from "./words";

const ORDER: NodeType[] = ["task", "action", "gateway", "parallel", "join", "wait", "timer", "subprocess", "start", "end"];

export function Palette({ onAdd }: { onAdd: (type: NodeType) => void }) {
  const names = typeNames();
  return (
    <nav className="kp-palette" aria-label={t("Kinds of step")}>
      {ORDER.map((type) => (
        <button key={type} type="button" className={`kp-kind is-${type}`} draggable data-kind={type} title={names[type]}
          onClick={() => onAdd(type)} onDragStart={(event) => { event.dataTransfer.setData("application/kept-step", type); event.dataTransfer.effectAllowed = "copy"; }}>
          <Icon name={ICON_OF[type] ?? "circle"} /><span>{names[type]}</span>
        </button>
      ))}
    </nav>
  );
}
