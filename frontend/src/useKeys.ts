/** The designer's keys; letters stay letters while somebody types. */

import { type RefObject, useEffect, useRef } from "react";

export interface KeyActions {
  save: () => void; undo: () => void; redo: () => void; copy: () => void; paste: () => void; remove: () => void; name: () => void;
  link: () => void; arrange: () => void; fit: () => void; keys: () => void;
}

export function actionOf(event: { key: string; ctrlKey: boolean; metaKey: boolean; shiftKey: boolean; altKey: boolean }, isTyping: boolean): keyof KeyActions | "" {
  const key = event.key.toLowerCase();
  if (event.altKey) return "";
  if (event.ctrlKey || event.metaKey) {
    if (key === "s") return "save";
    if (isTyping) return "";
    if (key === "z") return event.shiftKey ? "redo" : "undo";
    return ({ y: "redo", c: "copy", v: "paste" } as const)[key] ?? "";
  }
  if (isTyping) return "";
  return ({ delete: "remove", backspace: "remove", f2: "name", c: "link", l: "arrange", f: "fit", "?": "keys" } as const)[key] ?? "";
}

export function useKeys(frame: RefObject<HTMLElement | null>, actions: KeyActions): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (document.querySelector("dialog[open]")) return;
      const target = event.target as HTMLElement | null;
      const isTyping = Boolean(target?.closest("input:not([type=checkbox]):not([type=radio]), textarea, select"));
      const isHere = target === document.body || Boolean(target?.closest(".kp-designer"));
      const action = isHere ? actionOf(event, isTyping) : "";
      if (!action) return;
      event.preventDefault();
      event.stopPropagation();
      latest.current[action]();
    };
    window.addEventListener("keydown", listen, { capture: true });
    return () => window.removeEventListener("keydown", listen, { capture: true });
  }, [frame]);
}
