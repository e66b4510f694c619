/** Publishing: to everybody, or as a pilot to a part of the business. */

import { useEffect, useRef, useState } from "react";

import type { Scope } from "./api";
import { Text } from "./fields";
import type { Finding, Surroundings } from "./model";
import { PickMany } from "./Picker";
import { t } from "./words";

interface Props { around: Surroundings; customersUrl: string; findings: Finding[]; isBusy: boolean; onPublish: (scope: Scope) => void; onClose: () => void }

export function PublishDialog({ around, customersUrl, findings, isBusy, onPublish, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [isPilot, setPilot] = useState(false);
  const [scope, setScope] = useState<Scope>({});
  useEffect(() => dialog.current?.showModal(), []);
  const errors = findings.filter((one) => one.level === "error").length;
  const warnings = findings.length - errors;
  const isEmpty = isPilot && !Object.values(scope).some((one) => (Array.isArray(one) ? one.length : one));
  return (
    <dialog ref={dialog} className="k-dialog kp-publish" aria-labelledby="kp-publish-title" onClose={onClose}>
      <form onSubmit={(event) => { event.preventDefault(); onPublish(isPilot ? scope : {}); }}>
        <h2 id="kp-publish-title">{t("Publish this version")}</h2>
        <p>{t("New cases take it from now on; cases that run stay on their version.")}</p>
        {errors > 0 && <p className="kp-finding is-error">{t("{n} errors have to be mended first.", { n: errors })}</p>}
        {warnings > 0 && <p className="kp-finding is-warning">{t("{n} warnings; they do not stop publishing.", { n: warnings })}</p>}
        <label className="kp-tick"><input type="radio" className="form-check-input" name="pilot" checked={!isPilot} onChange={() => setPilot(false)} />{t("For everybody")}</label>
        <label className="kp-tick"><input type="radio" className="form-check-input" name="pilot" value="pilot" checked={isPilot} onChange={() => setPilot(true)} />{t("As a pilot, for a part of the business")}</label>
        {isPilot && (
          <div className="kp-scope">
            <PickMany label={t("Regions")} name="regions" source={{ options: around.regions }} value={scope.regions ?? []} onChange={(regions) => setScope({ ...scope, regions })} />
            <PickMany label={t("Product categories")} name="categories" source={{ options: around.categories }} value={scope.categories ?? []} onChange={(categories) => setScope({ ...scope, categories })} />
            <PickMany label={t("Customer tags")} name="tags" source={{ options: around.tags }} value={scope.tags ?? []} onChange={(tags) => setScope({ ...scope, tags })} />
            {customersUrl && <PickMany label={t("Customers")} name="customers" source={{ url: customersUrl }} value={scope.customers ?? []} onChange={(customers) => setScope({ ...scope, customers })} />}
            <Text label={t("Share of cases in percent")} name="percent" value={String(scope.percent ?? "")}
              onChange={(text) => setScope({ ...scope, percent: Number(text) || undefined })} />
          </div>
        )}
        <div className="kp-dialog-foot">
          <button type="button" className="btn" onClick={() => dialog.current?.close()}>{t("Cancel")}</button>
          <button type="submit" className="btn btn-primary" disabled={errors > 0 || isEmpty || isBusy}>{t("Publish")}</button>
        </div>
      </form>
    </dialog>
  );
}

export function KeysDialog({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const keys: [string, string][] = [
    ["Ctrl+S", t("Save the draft")], ["Ctrl+Z", t("Undo")], ["Ctrl+Y", t("Redo")], ["Ctrl+C", t("Copy the chosen steps")],
    ["Ctrl+V", t("Paste")], ["Del", t("Delete what is chosen")], ["← ↑ → ↓", t("Move the chosen steps")], ["Tab", t("Go to the next step or link")],
    ["Enter", t("Choose the step in focus")], ["F2", t("Edit the name")], ["C", t("Link the chosen step to the next one clicked")], ["L", t("Arrange automatically")], ["F", t("Show everything")], ["?", t("These keys")],
  ];
  return (
    <dialog ref={dialog} className="k-dialog" aria-labelledby="kp-keys-title" onClose={onClose}>
      <h2 id="kp-keys-title">{t("Keys")}</h2>
      <dl className="kp-keys">{keys.map(([key, what]) => <div key={key}><dt><kbd>{key}</kbd></dt><dd>{what}</dd></div>)}</dl>
      <div className="kp-dialog-foot"><button type="button" className="btn" onClick={() => dialog.current?.close()}>{t("Close")}</button></div>
    </dialog>
  );
}
