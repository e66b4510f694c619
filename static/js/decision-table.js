// The decision table as a spreadsheet: typed cells, drop-down comparisons, keys, copy and paste, undo, test bench.
import { csrfToken, wire } from "./wire.js";
import { toast } from "./toast.js";
import { cellText, readCell, readValue, takesNone, takesSeveral, takesTwo, valueText } from "./decision-cells.js";

const read = (id) => JSON.parse(document.getElementById(id).textContent);
const make = (tag, props = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), props);
  element.append(...children);
  return element;
};

wire("[data-decision-table]", (root) => {
  const state = read("table-state"), words = read("table-words");
  const part = (name) => root.querySelector(`[data-part="${name}"]`);
  const grid = part("grid"), bar = part("bar"), bench = part("bench"), remarkList = part("remarks"), status = document.querySelector("[data-table-saved]");
  const canEdit = state.can_edit;
  let table = state.content, version = state.version;
  let at = { row: 0, column: 0 }, from = null, editing = null, dirty = false, saving = false, hits = [], errors = {};
  let past = [], future = [], benchOf = null;
  const tried = {};

  const columns = () => [...table.inputs.map((c) => ({ ...c, side: "when" })), ...table.outputs.map((c) => ({ ...c, side: "then" })), { id: "note", side: "note", label: words.note, type: "text" }];
  const label = (column) => column.labels?.[state.language] || column.label || column.field;
  const getCell = (row, column) => (column.side === "note" ? row.note : row[column.side][column.id]);
  const textOf = (row, column) => (column.side === "when" ? cellText(row.when[column.id], words) : valueText(getCell(row, column), words));
  function setCell(row, column, value) {
    if (column.side === "note") row.note = value ?? "";
    else if (value === null || value === undefined) delete row[column.side][column.id];
    else row[column.side][column.id] = value;
  }
  function readInto(row, column, text) {
    if (column.side === "note") { row.note = text.slice(0, 300); return true; }
    if (column.side === "then") {
      const value = text.trim() === "" ? null : column.type === "list" ? text.split(/[,，;；、]/).map((one) => one.trim()).filter(Boolean) : readValue(text, column.type);
      if (value === undefined || (value !== null && column.choices?.length && !column.choices.includes(value))) return false;
      setCell(row, column, value);
      return true;
    }
    const cell = readCell(text, column.type);
    if (cell === undefined || (cell && !state.operators[column.type].some((one) => one.value === cell.op))) return false;
    setCell(row, column, cell);
    return true;
  }
  const freeId = () => { let n = table.rows.length + 1; while (table.rows.some((row) => row.id === `r${n}`)) n += 1; return `r${n}`; };
  const emptyRow = () => ({ id: freeId(), when: {}, then: {}, note: "" });

  /* undo */
  function change(work) {
    if (!canEdit) return;
    past.push(JSON.stringify(table));
    if (past.length > 200) past.shift();
    future = [];
    work();
    touched();
  }
  function step(here, there) {
    if (!here.length) return;
    there.push(JSON.stringify(table));
    table = JSON.parse(here.pop());
    touched();
  }
  function touched() {
    dirty = JSON.stringify(table) !== state.savedText;
    hits = []; errors = {};
    mark();
    draw();
    queueCheck();
  }
  function mark() { status.textContent = saving ? words.saving : dirty ? words.unsaved : words.saved; }
  window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });

  /* drawing */
  function draw() {
    if (editing) return; // what is being typed stays; its end draws
    const all = columns(), inside = grid.contains(document.activeElement);
    at.row = Math.max(0, Math.min(at.row, table.rows.length - 1));
    at.column = Math.max(0, Math.min(at.column, all.length - 1));
    const head = make("tr", {}, make("th", { className: "dt-no", scope: "col", textContent: "#" }));
    all.forEach((column, index) => {
      const button = make("button", { type: "button", className: "dt-head", title: column.field ?? "" }, label(column));
      button.append(make("span", { className: "k-second", textContent: column.side === "note" ? "" : words.types[column.type] }));
      button.addEventListener("click", () => columnMenu(index));
      const th = make("th", { scope: "col" }, button);
      th.className = `dt-${column.side}`;
      head.append(th);
    });
    const sides = make("tr", { className: "dt-sides" }, make("th"));
    for (const [side, count, text] of [["when", table.inputs.length, words.when], ["then", table.outputs.length, words.then]]) {
      if (count) sides.append(make("th", { colSpan: count, className: `dt-${side}`, scope: "colgroup", textContent: text }));
    }
    sides.append(make("th"));
    const body = make("tbody");
    table.rows.forEach((row, r) => {
      const tr = make("tr", { className: hits.includes(row.id) ? "is-hit" : "" }, make("th", { scope: "row", className: "dt-no", textContent: r + 1 }));
      all.forEach((column, c) => {
        const text = textOf(row, column);
        const td = make("td", { tabIndex: -1, textContent: text || (column.side === "when" ? "–" : "") });
        td.dataset.row = r; td.dataset.column = c;
        td.className = `dt-${column.side} ${text ? "" : "is-any"} ${column.type === "number" ? "num" : ""}`;
        if (errors[`rows[${r}].${column.side}.${column.id}`]) { td.classList.add("is-wrong"); td.title = errors[`rows[${r}].${column.side}.${column.id}`].join(" "); }
        tr.append(td);
      });
      body.append(tr);
    });
    grid.replaceChildren(make("thead", {}, sides, head), body);
    select(inside);
    const asked = table.inputs.map((column) => `${column.id}:${column.type}`).join();
    if (asked !== benchOf) { benchOf = asked; drawBench(); }
  }
  const cellAt = (row, column) => grid.querySelector(`td[data-row="${row}"][data-column="${column}"]`);
  function select(focus = false) {
    const box = range();
    for (const td of grid.querySelectorAll("td")) {
      const r = Number(td.dataset.row), c = Number(td.dataset.column);
      const inside = r >= box.top && r <= box.bottom && c >= box.left && c <= box.right;
      td.classList.toggle("is-range", inside && Boolean(from));
      td.classList.toggle("is-at", r === at.row && c === at.column);
      td.tabIndex = r === at.row && c === at.column ? 0 : -1;
      if (r === at.row && c === at.column && focus) td.focus();
    }
    drawBar();
  }
  function range() {
    const other = from ?? at;
    return { top: Math.min(at.row, other.row), bottom: Math.max(at.row, other.row), left: Math.min(at.column, other.column), right: Math.max(at.column, other.column) };
  }
  function move(rows, cols, keep = false) {
    if (keep) from ??= { ...at }; else from = null;
    at.row = Math.max(0, Math.min(at.row + rows, table.rows.length - 1));
    at.column = Math.max(0, Math.min(at.column + cols, columns().length - 1));
    select(true);
  }

  /* the bar above the grid: comparison and values of the selected cell */
  function drawBar() {
    const column = columns()[at.column], row = table.rows[at.row];
    bar.replaceChildren();
    if (!row || !column) { bar.append(make("span", { className: "k-second", textContent: words.no_rows })); return; }
    bar.append(make("strong", { textContent: `${at.row + 1} · ${label(column)}` }));
    if (!canEdit) return;
    if (column.side === "when") {
      const cell = row.when[column.id];
      const pick = make("select", { className: "form-select", ariaLabel: words.comparison }, make("option", { value: "", textContent: words.any }));
      for (const { value, label: text } of state.operators[column.type]) pick.append(make("option", { value, textContent: text, selected: cell?.op === value }));
      pick.addEventListener("change", () => change(() => setCell(row, column, begun(pick.value, cell, column))));
      bar.append(pick);
      if (cell && !takesNone(cell.op)) bar.append(...valueFields(cell, column, (value) => change(() => setCell(row, column, { op: cell.op, value }))));
    } else if (column.side === "then") {
      bar.append(field(column, getCell(row, column), (value) => change(() => setCell(row, column, value))));
    } else {
      const input = make("input", { className: "form-control", value: row.note, maxLength: 300, ariaLabel: words.note });
      input.addEventListener("change", () => change(() => setCell(row, column, input.value)));
      bar.append(input);
    }
  }
  function begun(op, cell, column) {
    if (!op) return null;
    if (takesNone(op)) return { op };
    const first = Array.isArray(cell?.value) ? cell.value[0] : cell?.value;
    const start = first ?? { number: 0, boolean: true, date: state.today, text: column.choices?.[0] ?? "?", list: column.choices?.[0] ?? "?" }[column.type];
    const second = column.type === "number" ? start + 1 : start;
    return { op, value: takesTwo(op) ? [start, Array.isArray(cell?.value) && cell.value.length > 1 ? cell.value[1] : second] : takesSeveral(op) ? (Array.isArray(cell?.value) ? cell.value : [start]) : start };
  }
  function valueFields(cell, column, done) {
    if (takesTwo(cell.op)) {
      const fields = [0, 1].map((index) => field(column, cell.value[index], (value) => done(cell.value.map((one, i) => (i === index ? value : one)))));
      return [fields[0], make("span", { textContent: "–" }), fields[1]];
    }
    if (takesSeveral(cell.op)) {
      const input = make("input", { className: "form-control dt-wide", value: cell.value.join(", "), ariaLabel: words.values });
      input.addEventListener("change", () => {
        const values = input.value.split(/[,，;；、]/).map((one) => readValue(one, column.type === "list" ? "text" : column.type)).filter((one) => one !== undefined);
        if (values.length) done(values); else refuse();
      });
      return [input];
    }
    return [field(column, cell.value, done)];
  }
  function field(column, value, done) {
    if (column.type === "boolean" || column.choices?.length) {
      const choices = column.type === "boolean" ? [true, false] : column.choices;
      const pick = make("select", { className: "form-select", ariaLabel: label(column) }, make("option", { value: "", textContent: "–" }));
      choices.forEach((one, index) => pick.append(make("option", { value: index, textContent: valueText(one, words), selected: one === value })));
      pick.addEventListener("change", () => done(pick.value === "" ? null : choices[pick.value]));
      return pick;
    }
    const input = make("input", { className: "form-control", value: valueText(value, words), type: column.type === "date" ? "date" : "text", inputMode: column.type === "number" ? "decimal" : "text", ariaLabel: label(column) });
    input.addEventListener("change", () => {
      const found = column.type === "list" ? input.value.split(/[,，]/).map((one) => one.trim()).filter(Boolean) : input.value.trim() === "" ? null : readValue(input.value, column.type);
      if (found === undefined) refuse(); else done(found);
    });
    return input;
  }
  const refuse = () => toast(words.not_understood, "error");

  /* typing in a cell */
  function edit(first) {
    const td = cellAt(at.row, at.column), row = table.rows[at.row], column = columns()[at.column];
    if (!td || !canEdit || editing) return;
    const input = make("input", { className: "form-control", value: first ?? textOf(row, column), ariaLabel: label(column) });
    if (column.choices?.length) {
      const list = make("datalist", { id: "dt-choices" });
      column.choices.forEach((one) => list.append(make("option", { value: one })));
      input.setAttribute("list", "dt-choices");
      td.replaceChildren(input, list);
    } else td.replaceChildren(input);
    editing = input;
    input.focus();
    if (first === undefined) input.select();
    const end = (keep, rows = 0, cols = 0) => {
      if (editing !== input) return;
      editing = null;
      const text = input.value;
      const draft = JSON.parse(JSON.stringify(row));
      if (keep && text !== textOf(row, column)) {
        if (readInto(draft, column, text)) change(() => { table.rows[at.row] = draft; });
        else { refuse(); draw(); }
      } else draw();
      move(rows, cols);
    };
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") { event.preventDefault(); event.stopPropagation(); end(true, event.shiftKey ? -1 : 1); }
      else if (event.key === "Tab") { event.preventDefault(); event.stopPropagation(); end(true, 0, event.shiftKey ? -1 : 1); }
      else if (event.key === "Escape") { event.stopPropagation(); end(false); }
      else event.stopPropagation();
    });
    input.addEventListener("blur", () => end(true));
  }

  /* rows and columns */
  const rowWork = {
    add: () => { table.rows.splice(at.row + 1, 0, emptyRow()); at.row += table.rows.length > 1 ? 1 : 0; },
    copy: () => { if (table.rows[at.row]) table.rows.splice(at.row + 1, 0, { ...JSON.parse(JSON.stringify(table.rows[at.row])), id: freeId() }); at.row += 1; },
    remove: () => { const box = range(); table.rows.splice(box.top, box.bottom - box.top + 1); from = null; },
    up: () => shift(-1),
    down: () => shift(1),
  };
  function shift(by) {
    const to = at.row + by;
    if (to < 0 || to >= table.rows.length) return;
    [table.rows[at.row], table.rows[to]] = [table.rows[to], table.rows[at.row]];
    at.row = to;
  }
  for (const button of root.querySelectorAll("[data-row-work]")) button.addEventListener("click", () => { change(rowWork[button.dataset.rowWork]); select(true); });
  root.querySelector("[data-undo]")?.addEventListener("click", () => step(past, future));
  root.querySelector("[data-redo]")?.addEventListener("click", () => step(future, past));
  part("policy")?.addEventListener("change", (event) => change(() => { table.hit_policy = event.target.value; }));

  const dialog = document.getElementById("column-dialog");
  function columnMenu(index) {
    const column = columns()[index];
    from = null; at.column = index; select();
    if (!canEdit || column.side === "note") return;
    openColumn(column);
  }
  function openColumn(column) {
    const form = dialog.querySelector("form");
    form.reset();
    form.elements.side.value = column.side;
    form.elements.id.value = column.id ?? "";
    form.elements.field.value = column.field ?? "";
    form.elements.label.value = column.label ?? "";
    form.elements.chinese.value = column.labels?.["zh-hans"] ?? "";
    form.elements.type.value = column.type ?? "text";
    form.elements.choices.value = (column.choices ?? []).join(", ");
    dialog.querySelector("[data-column-remove]").hidden = !column.id;
    dialog.showModal();
  }
  for (const button of root.querySelectorAll("[data-column-add]")) button.addEventListener("click", () => openColumn({ side: button.dataset.columnAdd }));
  dialog?.querySelector("[name=field]").addEventListener("change", (event) => {
    const fact = state.facts.find((one) => one.key === event.target.value), form = dialog.querySelector("form");
    if (!fact) return;
    form.elements.type.value = fact.type;
    if (!form.elements.label.value) form.elements.label.value = fact.label;
    if (!form.elements.choices.value) form.elements.choices.value = fact.choices.map((one) => one[0]).join(", ");
  });
  dialog?.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    const { side, id, field: key, label: text, chinese, type, choices } = Object.fromEntries(new FormData(event.target));
    const list = side === "when" ? table.inputs : table.outputs;
    const listed = choices.split(/[,，]/).map((one) => readValue(one, type)).filter((one) => one !== undefined);
    const column = { id: id || key.replaceAll(".", "_").slice(0, 40), field: key, label: text || key, labels: chinese ? { "zh-hans": chinese } : {}, type, choices: listed };
    change(() => {
      const index = list.findIndex((one) => one.id === id);
      if (index < 0) list.push(column);
      else {
        if (list[index].type !== type) table.rows.forEach((row) => delete row[side][id]);
        list[index] = column;
      }
    });
    dialog.close();
  });
  dialog?.querySelector("[data-column-remove]").addEventListener("click", () => {
    const form = dialog.querySelector("form"), side = form.elements.side.value, id = form.elements.id.value;
    change(() => {
      const name = side === "when" ? "inputs" : "outputs";
      table[name] = table[name].filter((one) => one.id !== id);
      table.rows.forEach((row) => delete row[side][id]);
    });
    dialog.close();
  });

  /* keys and clipboard */
  grid.addEventListener("mousedown", (event) => {
    const td = event.target.closest("td[data-row]");
    if (!td || editing?.closest("td") === td) return;
    if (event.shiftKey) { from ??= { ...at }; event.preventDefault(); } else from = null;
    at = { row: Number(td.dataset.row), column: Number(td.dataset.column) };
    setTimeout(() => { if (!editing) select(true); });
  });
  grid.addEventListener("dblclick", (event) => { if (event.target.closest("td[data-row]")) edit(); });
  grid.addEventListener("keydown", (event) => {
    if (editing) return;
    const control = event.ctrlKey || event.metaKey, key = event.key;
    const arrows = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    if (event.altKey && (key === "ArrowUp" || key === "ArrowDown")) { event.preventDefault(); change(key === "ArrowUp" ? rowWork.up : rowWork.down); select(true); }
    else if (arrows[key]) { event.preventDefault(); move(...arrows[key], event.shiftKey); }
    else if (key === "Tab") { const last = columns().length - 1; if ((event.shiftKey && at.column > 0) || (!event.shiftKey && at.column < last)) { event.preventDefault(); move(0, event.shiftKey ? -1 : 1); } }
    else if (key === "Home") { event.preventDefault(); move(0, -99); }
    else if (key === "End") { event.preventDefault(); move(0, 99); }
    else if (control && key === "Enter") { event.preventDefault(); change(rowWork.add); select(true); }
    else if (control && key.toLowerCase() === "d") { event.preventDefault(); change(rowWork.copy); select(true); }
    else if (key === "Enter" || key === "F2") { event.preventDefault(); edit(); }
    else if (key === "Delete" || key === "Backspace") { event.preventDefault(); change(clearRange); select(true); }
    else if (control && key.toLowerCase() === "z") { event.preventDefault(); event.shiftKey ? step(future, past) : step(past, future); select(true); }
    else if (control && key.toLowerCase() === "y") { event.preventDefault(); step(future, past); select(true); }
    else if (!control && !event.altKey && key.length === 1) { event.preventDefault(); event.stopPropagation(); edit(key); }
  });
  function clearRange() {
    const box = range(), all = columns();
    for (let r = box.top; r <= box.bottom; r += 1) for (let c = box.left; c <= box.right; c += 1) setCell(table.rows[r], all[c], null);
  }
  function copied() {
    const box = range(), all = columns();
    return table.rows.slice(box.top, box.bottom + 1).map((row) => all.slice(box.left, box.right + 1).map((column) => textOf(row, column)).join("\t")).join("\n");
  }
  const inGrid = () => !editing && grid.contains(document.activeElement);
  document.addEventListener("copy", (event) => { if (inGrid()) { event.preventDefault(); event.clipboardData.setData("text/plain", copied()); } });
  document.addEventListener("cut", (event) => { if (inGrid() && canEdit) { event.preventDefault(); event.clipboardData.setData("text/plain", copied()); change(clearRange); select(true); } });
  document.addEventListener("paste", (event) => {
    if (!inGrid() || !canEdit) return;
    event.preventDefault();
    const lines = event.clipboardData.getData("text/plain").replace(/\r?\n$/, "").split(/\r?\n/).map((line) => line.split("\t"));
    const all = columns();
    let wrong = 0;
    change(() => lines.forEach((line, r) => {
      const index = at.row + r;
      if (index >= 2000) return;
      while (table.rows.length <= index) table.rows.push(emptyRow());
      line.forEach((text, c) => { const column = all[at.column + c]; if (column && !readInto(table.rows[index], column, text)) wrong += 1; });
    }));
    select(true);
    if (wrong) toast(words.pasted_wrong.replace("%(count)s", wrong), "error");
  });

  /* checking, saving, the bench */
  let timer = 0;
  function queueCheck() { clearTimeout(timer); timer = setTimeout(check, 500); }
  async function ask(url, body) {
    const answer = await fetch(url, { method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrfToken() }, body: JSON.stringify(body) });
    const found = await answer.json().catch(() => ({}));
    return { ok: answer.ok, found };
  }
  function shown(found) {
    errors = found.errors ?? {};
    remarkList.replaceChildren(...Object.entries(errors).slice(0, 20).map(([path, texts]) => make("li", { className: "k-tone-bad", textContent: `${path}: ${texts.join(" ")}` })));
    draw();
  }
  async function check(facts) {
    const { ok, found } = await ask(state.urls.check, { content: table, facts: facts ?? null });
    if (!ok) { shown(found); return null; }
    errors = {};
    remarkList.replaceChildren(...found.remarks.map((one) => {
      const button = make("button", { type: "button", className: "dt-remark", textContent: one.text });
      button.addEventListener("click", () => { const index = table.rows.findIndex((row) => row.id === one.rows.at(-1)); if (index >= 0) { at.row = index; from = null; select(true); } });
      return make("li", { className: `k-tone-${one.code === "overlap" ? "info" : "wait"}` }, button);
    }));
    if (!found.remarks.length) remarkList.append(make("li", { className: "k-tone-good", textContent: words.no_remarks }));
    drawTests(found.tests);
    if (facts) {
      hits = found.verdict.rows;
      const said = Object.entries(found.verdict.outputs).map(([name, value]) => `${name} = ${valueText(value, words)}`).join(", ");
      part("verdict").textContent = found.verdict.error || said || words.no_hit;
      part("verdict").className = `dt-verdict k-tone-${found.verdict.row ? "good" : "wait"}`;
      draw();
    }
    return found;
  }
  async function save() {
    if (!canEdit || saving) return false;
    saving = true; mark();
    const sent = JSON.stringify(table);
    const { ok, found } = await ask(state.urls.save, { content: table, version });
    saving = false;
    if (ok) { version = found.version; state.savedText = sent; dirty = JSON.stringify(table) !== sent; toast(words.draft_saved.replace("%(number)s", found.number), "success"); for (const input of document.querySelectorAll("[name=version]")) input.value = version; }
    else { toast(found.detail ?? words.not_understood, "error"); shown(found); }
    mark();
    return ok;
  }
  document.querySelector("[data-table-save]")?.addEventListener("click", save);
  document.addEventListener("keydown", (event) => { if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") { event.preventDefault(); save(); } });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-table-publish]") || !dirty) return;
    event.preventDefault();
    save().then((ok) => { if (ok) event.target.submit(); });
  });

  function drawBench() {
    bench.replaceChildren(...table.inputs.map((column) => {
      const box = make("label", { className: "k-field" }, make("span", { className: "form-label", textContent: label(column) }));
      const input = field({ ...column, choices: column.type === "list" ? [] : column.choices }, tried[column.field], (value) => { if (value === null) delete tried[column.field]; else tried[column.field] = value; check(tried); });
      box.append(input);
      return box;
    }));
  }
  root.querySelector("[data-keep-case]")?.addEventListener("click", async () => {
    const found = await check(tried);
    if (found?.verdict) change(() => table.tests.push({ facts: { ...tried }, expect: found.verdict.outputs }));
  });
  const factName = (name) => {
    const column = table.inputs.find((one) => one.field === name);
    return column ? label(column) : name;
  };
  function drawTests(outcomes) {
    part("tests").replaceChildren(...table.tests.map((test, index) => {
      const outcome = outcomes[index] ?? {}, passed = outcome.passed;
      const facts = Object.entries(test.facts).map(([name, value]) => `${factName(name)} ${valueText(value, words)}`).join(", ");
      const expect = Object.entries(test.expect).map(([, value]) => valueText(value, words)).join(", ");
      const row = make("li", { className: `k-tone-${passed === false ? "bad" : passed ? "good" : "neutral"}` }, make("span", { textContent: `${passed === false ? "✗" : passed ? "✓" : "·"} ${facts} → ${expect}` }));
      if (canEdit) {
        const remove = make("button", { type: "button", className: "btn btn-icon btn-sm", ariaLabel: words.remove_case, textContent: "×" });
        remove.addEventListener("click", () => change(() => table.tests.splice(index, 1)));
        row.append(remove);
      }
      return row;
    }));
  }
  state.savedText = JSON.stringify(table);
  mark();
  draw();
  check();
});
