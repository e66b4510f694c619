/** The side panel: everything that one node says, in sections. */

import { ConditionField } from "./ConditionField";
import { changeStep, earlierTasks, renameStep } from "./edits";
import { Area, Duration, Lines, Section, Select, Text, Tick } from "./fields";
import { Icon, ICON_OF } from "./icons";
import { Ladder } from "./Ladder";
import type { Assignee, Choice, Countersign, Drawing, Finding, Link, Step, Surroundings } from "./model";
import { newsOf, tidy } from "./model";
import { PickMany, PickOne } from "./Picker";
import { t } from "./words";

export interface Edit { (next: Drawing, mark?: string): void }
interface Props { drawing: Drawing; around: Surroundings; edit: Edit; findings: Finding[]; choose: (id: string) => void }

export const typeNames = (): Record<string, string> => ({
  start: t("Start"), end: t("Finish"), task: t("Task"), action: t("Automatic action"), gateway: t("Branch by condition"),
  parallel: t("Parallel branches"), join: t("Join"), wait: t("Wait for an event"), timer: t("Timer"), subprocess: t("Sub-process"),
});

export function StepPanel({ step, ...props }: Props & { step: Step }) {
  const { drawing, edit, around, findings, choose } = props;
  const set = (change: Partial<Step>, mark = "") => edit(changeStep(drawing, step.id, change), mark && `${step.id}.${mark}`);
  const say = (member: "names" | "instructions", text: string) =>
    set({ [member]: tidy({ ...step[member], "zh-hans": text }) }, member);
  const own = findings.filter((one) => one.node === step.id && !one.edge);
  return (
    <div className="kp-panel-body" key={step.id}>
      <h2><Icon name={ICON_OF[step.type] ?? "circle"} />{typeNames()[step.type]}</h2>
      {own.map((one) => <p key={one.code + one.text} className={`kp-finding is-${one.level}`}>{one.text}</p>)}
      <Text name="name" label={t("Name in English")} value={step.name ?? ""} onChange={(name) => set({ name }, "name")} />
      <Text name="name_zh" label={t("Name in Chinese")} value={step.names?.["zh-hans"] ?? ""} onChange={(text) => say("names", text)} />
      {step.type === "task" && <TaskParts {...props} step={step} set={set} />}
      {step.type === "action" && <ActionParts step={step} around={around} set={set} />}
      {step.type === "gateway" && (
        <Select label={t("Asks the decision table")} empty={t("none: the links' own conditions decide")} value={String(step.input?.table ?? "")}
          options={around.tables} onChange={(table) => set({ input: tidy({ ...step.input, table }) })} />
      )}
      {(step.type === "wait" || step.type === "start") && (
        <PickMany name="wait_for" label={step.type === "wait" ? t("Waits for") : t("Begins when")} isCoded value={newsOf(step)}
          source={{ options: around.events }} onChange={(chosen) => set({ wait_for: chosen.join(" ") })} />
      )}
      {step.type === "start" && (
        <ConditionField label={t("Only when")} value={step.entry ?? ""} facts={around.facts} onChange={(entry) => set({ entry }, "entry")} />
      )}
      {(step.type === "action" || step.type === "wait") && (
        <ConditionField label={t("Passed over when")} value={step.exit ?? ""} facts={around.facts} onChange={(exit) => set({ exit }, "exit")} />
      )}
      {step.type === "start" && <StartParts step={step} set={set} events={around.events} />}
      {step.type === "timer" && (
        <>
          <Duration label={t("How long")} value={step.timer_seconds} onChange={(timer_seconds) => set({ timer_seconds })} />
          <Select label={t("Or until the date")} empty={t("none")} value={step.timer_until ?? ""} onChange={(timer_until) => set({ timer_until })}
            options={around.facts.filter((one) => one.type === "date").map((one) => ({ value: one.key, label: one.label }))} />
        </>
      )}
      {step.type === "subprocess" && (
        <Select label={t("Runs the process")} empty={t("choose")} value={step.process ?? ""} options={around.processes} onChange={(process) => set({ process })} />
      )}
      {["task", "action", "wait", "subprocess"].includes(step.type) && <ClockParts step={step} set={set} around={around} />}
      {step.type === "task" && (
        <>
          <Section title={t("Instruction, checklist, attachments")} isOpen={Boolean(step.instruction || step.checklist?.length)}>
            <Area name="instruction" label={t("Instruction in English")} value={step.instruction ?? ""} onChange={(instruction) => set({ instruction }, "instruction")} />
            <Area label={t("Instruction in Chinese")} value={step.instructions?.["zh-hans"] ?? ""} onChange={(text) => say("instructions", text)} />
            <Lines label={t("Checklist")} help={t("One point a line; all are ticked before approving.")} value={step.checklist ?? []} onChange={(checklist) => set({ checklist }, "checklist")} />
            <Lines label={t("Required attachments")} help={t("One kind a line, such as drawing or test report.")} value={step.attachments ?? []} onChange={(attachments) => set({ attachments }, "attachments")} />
          </Section>
          <Section title={t("Entry and exit conditions")} isOpen={Boolean(step.entry || step.exit)}>
            <ConditionField label={t("May begin when")} value={step.entry ?? ""} facts={around.facts} onChange={(entry) => set({ entry }, "entry")} />
            <ConditionField label={t("May be left when")} value={step.exit ?? ""} facts={around.facts} onChange={(exit) => set({ exit }, "exit")} />
          </Section>
        </>
      )}
      <Section title={t("Id and limits")}>
        <Text label={t("Id")} help={t("Other steps and logs name this step by its id.")} value={step.id}
          onChange={(id) => { const next = renameStep(drawing, step.id, id); if (next !== drawing) { edit(next, "id"); choose(id); } }} />
        <Text label={t("At most so many visits")} value={String(step.max_visits ?? "")} onChange={(text) => set({ max_visits: Number.parseInt(text, 10) || undefined }, "max_visits")} />
      </Section>
    </div>
  );
}

type SetStep = (change: Partial<Step>, mark?: string) => void;
const SOURCES = ["role", "user", "users", "field", "manager_of", "table"] as const;

function TaskParts({ step, set, around, drawing }: Props & { step: Step; set: SetStep }) {
  const earlier = earlierTasks(drawing, step.id).map((one) => ({ value: one.id, label: one.names?.["zh-hans"] && document.documentElement.lang.startsWith("zh") ? one.names["zh-hans"] : one.name || one.id }));
  return (
    <>
      <Section title={t("Who does it")} isOpen>
        <Who value={step.assignee} around={around} earlier={earlier} onChange={(assignee) => set({ assignee })} />
        <Signers value={step.countersign} onChange={(countersign) => set({ countersign })} />
        <Tick name="critical" label={t("Critical: never approved by the clock alone")} value={step.critical ?? false} onChange={(critical) => set({ critical })} />
        <Select label={t("When rejected, back to")} empty={t("the end of the process")} value={step.reject_to ?? ""} options={earlier} onChange={(reject_to) => set({ reject_to })} />
      </Section>
    </>
  );
}

export function Who({ value, around, earlier, onChange }: { value: Assignee | undefined; around: Surroundings; earlier: Choice[]; onChange: (next: Assignee | undefined) => void }) {
  const source = SOURCES.find((one) => value?.[one] !== undefined) ?? "";
  const names: Record<string, string> = {
    role: t("a role"), user: t("one person"), users: t("several people"), field: t("a person on the document"),
    manager_of: t("the superior of"), table: t("as a decision table says"),
  };
  const people = around.facts.filter((one) => /salesperson|requested_by|owner/.test(one.key)).map((one) => ({ value: one.key, label: one.label }));
  const begin = (next: string) => {
    if (!next) return onChange(undefined);
    const first: Record<string, Choice[]> = { role: around.roles, user: around.users, field: people, manager_of: [...people, ...earlier], table: around.tables };
    return onChange(next === "users" ? { users: [] } : { [next]: first[next]?.[0]?.value ?? "" });
  };
  return (
    <>
      <Select name="assignee_source" label={t("Assigned to")} empty={t("choose")} value={source} options={SOURCES.map((one) => ({ value: one, label: names[one] ?? one }))} onChange={begin} />
      {source === "role" && (
        <>
          <Select name="role" label={t("Role")} value={value?.role ?? ""} options={around.roles} onChange={(role) => onChange({ ...value, role })} />
          <Select label={t("Which of them")} value={value?.pick ?? "queue"} onChange={(pick) => onChange(tidy({ ...value, pick: pick === "queue" ? undefined : (pick as Assignee["pick"]) }))}
            options={[{ value: "queue", label: t("whoever takes it") }, { value: "least_loaded", label: t("with the fewest open tasks") }, { value: "round_robin", label: t("in turn") }]} />
        </>
      )}
      {source === "user" && <PickOne label={t("Person")} name="user" value={value?.user ?? ""} source={{ options: around.users }} onChange={(user) => onChange({ user })} />}
      {source === "users" && <PickMany label={t("People")} value={value?.users ?? []} source={{ options: around.users }} onChange={(users) => onChange({ users })} />}
      {source === "field" && <Select label={t("Person on the document")} value={value?.field ?? ""} options={people} onChange={(field) => onChange({ field })} />}
      {source === "manager_of" && <Select label={t("Superior of")} value={value?.manager_of ?? ""} options={[...people, ...earlier]} onChange={(manager_of) => onChange({ manager_of })} />}
      {source === "table" && <Select label={t("Decision table")} value={value?.table ?? ""} options={around.tables} onChange={(table) => onChange({ table })} />}
    </>
  );
}

function Signers({ value, onChange }: { value: Countersign | undefined; onChange: (next: Countersign | undefined) => void }) {
  return (
    <>
      <Select name="countersign" label={t("Signers")} empty={t("one person decides")} value={value?.mode ?? ""}
        options={[{ value: "all", label: t("all sign") }, { value: "any", label: t("any one signs") }, { value: "n_of_m", label: t("a number of them sign") }]}
        onChange={(mode) => onChange(mode ? tidy({ ...value, mode: mode as Countersign["mode"], required: mode === "n_of_m" ? (value?.required ?? 2) : undefined }) : undefined)} />
      {value?.mode === "n_of_m" && (
        <Text name="required" label={t("How many have to sign")} value={String(value.required ?? "")} onChange={(text) => onChange({ ...value, required: Number.parseInt(text, 10) || 1 })} />
      )}
      {value && <Tick label={t("One refusal rejects at once")} value={value.veto ?? false} onChange={(veto) => onChange(tidy({ ...value, veto }))} />}
    </>
  );
}

function ActionParts({ step, set, around }: { step: Step; set: SetStep; around: Surroundings }) {
  const action = around.actions.find((one) => one.key === step.action);
  const give = (name: string, value: unknown) => set({ input: tidy({ ...step.input, [name]: value }) }, `input.${name}`);
  return (
    <>
      <Select name="action" label={t("Does")} empty={t("choose")} value={step.action ?? ""} options={around.actions.map((one) => ({ value: one.key, label: one.title }))}
        onChange={(key) => set({ action: key, input: {} })} />
      {action?.inputs.map((one) =>
        one.choices.length || one.type === "role" ? (
          <Select key={one.name} label={one.label} empty={t("choose")} value={String(step.input?.[one.name] ?? "")} options={one.choices.length ? one.choices : around.roles} onChange={(value) => give(one.name, value)} />
        ) : one.type === "boolean" ? (
          <Tick key={one.name} label={one.label} value={step.input?.[one.name] === true} onChange={(value) => give(one.name, value)} />
        ) : (
          <Text key={one.name} label={one.required ? `${one.label} *` : one.label} value={String(step.input?.[one.name] ?? "")}
            onChange={(value) => give(one.name, one.type === "number" && value !== "" ? Number(value) : value)} />
        ),
      )}
    </>
  );
}

function ClockParts({ step, set, around }: { step: Step; set: SetStep; around: Surroundings }) {
  return (
    <Section title={t("Clock and time-outs")} isOpen={step.type === "task"}>
      <Duration name="target" label={t("Target")} help={t("Working time by the calendar.")} value={step.target_seconds} onChange={(target_seconds) => set({ target_seconds }, "target")} />
      <Select name="calendar" label={t("Calendar")} empty={t("the company's")} value={step.calendar ?? ""} options={around.calendars} onChange={(calendar) => set({ calendar })} />
      <Ladder value={step.ladder ?? []} isCritical={step.critical ?? false} target={step.target_seconds} around={around} onChange={(ladder) => set({ ladder }, "ladder")} />
    </Section>
  );
}

function StartParts({ step, set, events }: { step: Step; set: SetStep; events: Choice[] }) {
  const names: Record<string, string> = { cancel_on: t("Ends the case"), pause_on: t("Pauses the case"), resume_on: t("Lets it go on") };
  return (
    <Section title={t("News that end, pause or resume a case")}>
      {Object.entries(names).map(([member, label]) => {
        const value = (step.input?.[member] as string[] | undefined) ?? [];
        return (
          <PickMany key={member} label={label} name={member} isCoded source={{ options: events }} value={Array.isArray(value) ? value : [String(value)]}
            onChange={(chosen) => set({ input: tidy({ ...step.input, [member]: chosen }) }, member)} />
        );
      })}
    </Section>
  );
}

export function LinkPanel({ link, drawing, around, findings, setLink }: Props & { link: Link; setLink: (change: Partial<Link>, mark?: string) => void }) {
  const from = drawing.nodes.find((node) => node.id === link.from);
  const isChoice = from?.type !== "parallel" && (drawing.edges.filter((edge) => edge.from === link.from).length > 1 || Boolean(link.condition) || from?.type === "gateway");
  return (
    <div className="kp-panel-body" key={link.id}>
      <h2><Icon name="arrow-right" />{t("Link")}</h2>
      {findings.filter((one) => one.edge === link.id).map((one) => <p key={one.code} className={`kp-finding is-${one.level}`}>{one.text}</p>)}
      <Text name="label" label={t("Label in English")} value={link.label ?? ""} onChange={(label) => setLink({ label }, "label")} />
      <Text label={t("Label in Chinese")} value={link.labels?.["zh-hans"] ?? ""} onChange={(text) => setLink({ labels: tidy({ ...link.labels, "zh-hans": text }) }, "labels")} />
      {isChoice && <Tick name="otherwise" label={t("Taken when no other link is")} value={link.otherwise ?? false} onChange={(otherwise) => setLink({ otherwise, condition: otherwise ? "" : link.condition })} />}
      {isChoice && !link.otherwise && (
        <ConditionField label={t("Taken when")} value={link.condition ?? ""} facts={around.facts} onChange={(condition) => setLink({ condition }, "condition")} />
      )}
      {!isChoice && <p className="kp-help">{t("This is the only way on, so it is always taken.")}</p>}
    </div>
  );
}
