/** What one does with a draft: undo, arrange, exchange, save, publish. */

import { useRef } from "react";

import { Icon } from "./icons";
import type { Draft, DraftProps } from "./useDraft";
import { t } from "./words";

interface Props { draft: Draft; props: DraftProps; onArrange: () => void; onKeys: () => void; onPublish: () => void }

export function Toolbar({ draft, props, onArrange, onKeys, onPublish }: Props) {
  const file = useRef<HTMLInputElement>(null);
  return (
    <div className="kp-toolbar" role="toolbar" aria-label={t("Drawing")}>
      <button type="button" className="btn btn-sm" disabled={!draft.canUndo} onClick={draft.undo} title={`${t("Undo")} (Ctrl+Z)`} aria-label={t("Undo")}><Icon name="arrow-back-up" /></button>
      <button type="button" className="btn btn-sm kp-redo" disabled={!draft.canRedo} onClick={draft.redo} title={`${t("Redo")} (Ctrl+Y)`} aria-label={t("Redo")}><Icon name="arrow-back-up" /></button>
      <button type="button" className="btn btn-sm" onClick={onArrange}><Icon name="wand" />{t("Arrange")}</button>
      <button type="button" className="btn btn-sm" onClick={onKeys} title={t("Keys")} aria-label={t("Keys")}><Icon name="keyboard" /></button>
      <span className="kp-gap" />
      <span className="kp-note" role="status">{draft.note || (draft.isDirty ? t("Not saved yet") : "")}</span>
      <a className="btn btn-sm" href={props.links.bpmn}><Icon name="file-export" />{t("Export BPMN")}</a>
      <input ref={file} type="file" accept=".bpmn,.xml" hidden onChange={(event) => {
        const [chosen] = [...(event.target.files ?? [])];
        event.target.value = "";
        if (chosen) void draft.importFile(chosen);
      }} />
      <button type="button" className="btn btn-sm" onClick={() => file.current?.click()}><Icon name="file-import" />{t("Import BPMN")}</button>
      {props.links.replay && <a className="btn btn-sm" href={props.links.replay}><Icon name="player-play" />{t("Replay")}</a>}
      <button type="button" className="btn btn-sm" data-act="save" disabled={draft.isBusy || !draft.isDirty} onClick={() => void draft.save()}><Icon name="device-floppy" />{t("Save draft")}</button>
      {props.canPublish && (
        <button type="button" className="btn btn-sm btn-primary" data-act="publish" disabled={draft.isBusy} onClick={onPublish}><Icon name="rocket" />{t("Publish…")}</button>
      )}
    </div>
  );
}
