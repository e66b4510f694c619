/** The draft in the browser: its history, its findings, saving with the version that was read. */

import { useCallback, useEffect, useMemo, useRef, useState } from "react";

import { ProcessApi, Refused, type Scope, type Urls } from "./api";
import { begin, type History, record, redo, undo } from "./edits";
import { labelOf } from "./flow";
import { laidOut } from "./layout";
import { type Drawing, type Finding, normalized, type Surroundings } from "./model";
import { t } from "./words";

export interface DraftProps {
  urls: Urls; around: Surroundings; language: string; title: string; canPublish: boolean;
  links: { list: string; bpmn: string; replay?: string }; graph: Drawing; etag: string; number: number;
}
export interface Draft {
  drawing: Drawing; findings: Finding[]; isChecked: boolean; isDirty: boolean; isBusy: boolean; conflict: boolean; note: string; number: number;
  canUndo: boolean; canRedo: boolean; edit: (next: Drawing | ((now: Drawing) => Drawing), mark?: string) => void;
  undo: () => void; redo: () => void; save: () => Promise<boolean>; check: () => Promise<void>; publish: (scope: Scope) => Promise<boolean>;
  takeTheirs: () => Promise<void>; keepMine: () => Promise<void>; importFile: (file: File) => Promise<void>;
}

function placed(graph: Drawing, { language, around }: DraftProps): Drawing {
  const { drawing, isPlaced } = normalized(graph);
  return isPlaced ? drawing : laidOut(drawing, (link) => labelOf(link, drawing, { language, facts: around.facts }));
}

export function useDraft(props: DraftProps): Draft {
  const api = useMemo(() => new ProcessApi(props.urls), [props.urls]);
  const [history, setHistory] = useState<History>(() => begin(placed(props.graph, props)));
  const [saved, setSaved] = useState<Drawing>(history.present);
  const [findings, setFindings] = useState<Finding[]>([]);
  const [isChecked, setChecked] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [conflict, setConflict] = useState(false);
  const [note, setNote] = useState("");
  const [number, setNumber] = useState(props.number);
  const etag = useRef(props.etag);
  const drawing = history.present;
  const isDirty = drawing !== saved;

  const edit = useCallback((next: Drawing | ((now: Drawing) => Drawing), mark = "") => {
    setHistory((now) => record(now, typeof next === "function" ? next(now.present) : next, mark));
  }, []);
  const tell = useCallback((error: unknown) => {
    if (error instanceof Refused && error.status === 412) return setConflict(true);
    const texts = error instanceof Refused ? Object.entries(error.problem.errors ?? {}).map(([path, said]) => `${path}: ${said.join(" ")}`) : [];
    return setNote([error instanceof Error ? error.message : String(error), ...texts].filter(Boolean).join(" "));
  }, []);
  const check = useCallback(async () => {
    try {
      setFindings((await api.validate(drawing)).body.problems);
      setChecked(true);
    } catch (error) {
      tell(error);
    }
  }, [api, drawing, tell]);
  useEffect(() => {
    const timer = setTimeout(() => void check(), 700);
    return () => clearTimeout(timer);
  }, [check]);
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => isDirty && event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [isDirty]);

  const busy = useCallback(async (work: () => Promise<void>): Promise<boolean> => {
    setBusy(true);
    setNote("");
    try {
      await work();
      return true;
    } catch (error) {
      tell(error);
      return false;
    } finally {
      setBusy(false);
    }
  }, [tell]);
  const save = useCallback(() => busy(async () => {
    const answer = await api.save({ graph: drawing }, etag.current);
    etag.current = answer.etag;
    setNumber(answer.body.graph_number);
    setSaved(drawing);
    setNote(t("Saved."));
  }), [api, busy, drawing]);
  const publish = useCallback((scope: Scope) => busy(async () => {
    if (isDirty || number === 0) etag.current = (await api.save({ graph: drawing }, etag.current)).etag;
    setSaved(drawing);
    etag.current = (await api.publish(scope, etag.current)).etag;
    setNumber(0);
    setNote(Object.keys(scope).length ? t("Published as a pilot.") : t("Published."));
  }), [api, busy, drawing, isDirty, number]);
  const takeTheirs = useCallback(async () => {
    await busy(async () => {
      const answer = await api.read();
      etag.current = answer.etag;
      const theirs = placed(answer.body.graph, props);
      setHistory((now) => record(now, theirs));
      setSaved(theirs);
      setConflict(false);
    });
  }, [api, busy, props]);
  const keepMine = useCallback(async () => {
    etag.current = (await api.read()).etag;
    setConflict(false);
    await save();
  }, [api, save]);
  const importFile = useCallback(async (file: File) => {
    await busy(async () => edit(placed(await api.importBpmn(file), props)));
  }, [api, busy, edit, props]);

  return {
    drawing, findings, isChecked, isDirty, isBusy, conflict, note, number, canUndo: history.past.length > 0, canRedo: history.future.length > 0,
    edit, undo: () => setHistory(undo), redo: () => setHistory(redo), save, check, publish, takeTheirs, keepMine, importFile,
  };
}
