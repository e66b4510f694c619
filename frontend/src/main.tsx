/** Puts the islands into their places: `<div data-island="designer">` with its facts in a JSON block. */

import "@xyflow/react/dist/base.css";
import "./designer.css";

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { type CaseProps, CaseView } from "./CaseView";
import { Designer } from "./Designer";
import { iconsAt } from "./icons";
import type { DraftProps } from "./useDraft";
import { name, speak } from "./words";

interface Facts { words: Record<string, string>; labels: Record<string, string> }

for (const place of document.querySelectorAll<HTMLElement>("[data-island]")) {
  const block = document.getElementById(place.dataset.facts ?? "");
  const facts = JSON.parse(block?.textContent ?? "{}") as Facts & DraftProps & CaseProps;
  iconsAt(document.body.dataset.icons ?? "");
  speak(facts.words ?? {});
  name(facts.labels ?? {});
  const island = place.dataset.island === "case" ? <CaseView {...facts} /> : <Designer {...facts} />;
  createRoot(place).render(<StrictMode>{island}</StrictMode>);
}
