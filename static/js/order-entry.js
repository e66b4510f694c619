// Order entry: a grid that never needs the mouse, answers while one types, and keeps a draft by itself.
import { csrfToken, wire } from "./wire.js";
import { toast } from "./toast.js";

const QUOTE_DELAY = 90;
const SAVE_DELAY = 1100;

wire("[data-order-entry]", (form) => {
  const state = JSON.parse(document.getElementById("entry-state").textContent);
  const words = JSON.parse(document.getElementById("entry-words").textContent);
  const template = document.getElementById("entry-row");
  const body = form.querySelector("[data-entry-grid] tbody");
  const savedMark = document.querySelector("[data-entry-saved]");
  const problemBox = form.querySelector("[data-entry-problem]");
  const submitButton = document.querySelector("[data-entry-submit]");
  const client = crypto.randomUUID ? crypto.randomUUID() : `${Date.now()}-${Math.random()}`;
  const isAmend = state.mode === "amend";
  let number = state.number ?? null, version = state.version ?? null;
  let nextKey = 1, quoteTimer = 0, saveTimer = 0, quoteRun = 0, saving = null, dirty = false, sent = false, wantCustomer = Boolean(state.header.customer);

  const say = (name, facts = {}) => (words[name] ?? name).replace(/%\((\w+)\)s/g, (_, key) => facts[key] ?? "");
  const rows = () => [...body.querySelectorAll("tr[data-line]")];
  const cell = (row, name) => row.querySelector(`[data-cell="${name}"]`);
  const itemOf = (row) => row.querySelector('[data-value="item"]');
  const isEmpty = (row) => !itemOf(row).value && !cell(row, "product").value.trim() && !cell(row, "quantity").value.trim();
  const isComplete = (row) => Boolean(itemOf(row).value && cell(row, "quantity").value.trim());

  /* rows */
  function addRow(data = {}) {
    const row = template.content.firstElementChild.cloneNode(true);
    const key = `r${nextKey++}`;
    row.dataset.key = key;
    const product = cell(row, "product");
    const list = row.querySelector("[role=listbox]");
    product.id = `${key}-product`;
    list.id = `${key}-list`;
    product.setAttribute("aria-controls", list.id);
    if (data.id) row.dataset.id = data.id;
    itemOf(row).value = data.item ?? "";
    product.value = data.label ?? "";
    showName(row, data.name);
    cell(row, "quantity").value = data.quantity ?? "";
    cell(row, "price").value = data.price ?? "";
    cell(row, "discount").value = data.discount ?? "";
    row.dataset.requestedOn = data.requested_on ?? "";
    setUnits(row, data.unit ? [[data.unit, data.unit_text]] : [], data.unit);
    for (const field of row.querySelectorAll("[data-line-custom]")) {
      const value = data.custom?.[field.dataset.lineCustom];
      if (field.type === "checkbox") field.checked = Boolean(value);
      else field.value = value ?? "";
    }
    if (data.id) { product.readOnly = true; cell(row, "unit").disabled = true; }
    if (data.billed) { cell(row, "price").readOnly = true; cell(row, "discount").readOnly = true; }
    for (const [name, text] of Object.entries(data.errors ?? {})) showError(row, name === "price" ? "unit_price" : name, text);
    body.append(row);
    document.dispatchEvent(new CustomEvent("htmx:load", { detail: { elt: row } }));
    renumber();
    return row;
  }
  function showName(row, name) { row.querySelector('[data-note="name"]').textContent = name ?? ""; }
  function renumber() {
    rows().forEach((row, index) => {
      row.querySelector(".k-line-no").textContent = index + 1;
      const line = say("line", { n: index + 1 });
      for (const field of row.querySelectorAll("[data-cell]")) {
        const head = form.querySelectorAll("thead th")[field.closest("td").cellIndex]?.textContent.trim();
        field.setAttribute("aria-label", `${line}: ${head}`);
      }
      row.querySelector("[data-remove]").setAttribute("aria-label", say("remove", { n: index + 1 }));
    });
  }
  function spareRow() {
    const last = rows().at(-1);
    return last && isEmpty(last) ? last : addRow();
  }
  function removeRow(row) {
    const all = rows();
    const place = all.indexOf(row);
    row.remove();
    if (!rows().length) addRow();
    renumber();
    const next = rows()[Math.min(place, rows().length - 1)];
    cell(next, "product").focus();
    changed();
  }
  function setUnits(row, units, chosen) {
    const select = cell(row, "unit");
    const wanted = String(chosen ?? select.value ?? "");
    const same = select.options.length === units.length && units.every(([id], i) => select.options[i].value === String(id));
    if (!same) select.replaceChildren(...units.map(([id, code]) => new Option(code, id)));
    if (wanted) select.value = wanted;
    select.tabIndex = units.length > 1 ? 0 : -1;
  }

  /* errors stand in their cell or beside their field */
  function showError(row, name, text) {
    const place = row.querySelector(`[data-error="${CSS.escape(name)}"]`);
    if (!place) return false;
    place.textContent = text;
    place.hidden = !text;
    place.id = `${row.dataset.key}-${name.replace(/\W/g, "-")}-error`;
    const field = place.closest("td").querySelector(".form-control, .form-select");
    if (field) {
      field.classList.toggle("is-invalid", Boolean(text));
      field.setAttribute("aria-invalid", String(Boolean(text)));
      if (text) field.setAttribute("aria-describedby", place.id); else field.removeAttribute("aria-describedby");
    }
    return true;
  }
  function clearErrors(row) { for (const place of row.querySelectorAll("[data-error]")) if (!place.hidden) showError(row, place.dataset.error, ""); }
  function fieldError(name, text) {
    const field = name === "customer" ? form.querySelector('[data-field="customer"] [role=combobox]') : form.elements[name];
    const box = field?.closest?.(".k-field");
    if (!box) return false;
    box.querySelector(".k-entry-error")?.remove();
    field.classList.toggle("is-invalid", Boolean(text));
    field.setAttribute("aria-invalid", String(Boolean(text)));
    if (text) {
      const note = document.createElement("p");
      note.className = "k-error k-entry-error";
      note.id = `entry-error-${name}`;
      note.textContent = text;
      field.setAttribute("aria-describedby", note.id);
      box.append(note);
    } else field.removeAttribute("aria-describedby");
    return true;
  }
  function problem(text) {
    problemBox.querySelector(".k-callout-body").textContent = text || "";
    problemBox.hidden = !text;
  }
  /** Put each message of a refusal where it belongs; gives those that belong nowhere. */
  function place(errors, sentRows) {
    const loose = [];
    for (const [path, texts] of Object.entries(errors ?? {})) {
      const text = [].concat(texts).join(" ");
      const found = path.match(/^lines\[(\d+)\]\.(.+)$/);
      if (found) {
        const row = sentRows[Number(found[1])];
        if (!row || !showError(row, found[2], text)) loose.push(text);
      } else if (!fieldError(path, text)) loose.push(text);
    }
    return loose;
  }

  /* what is sent */
  function header() {
    const value = (name) => form.elements[name]?.value ?? "";
    const custom = {};
    for (const field of form.querySelectorAll("[data-custom]")) custom[field.dataset.custom] = field.type === "checkbox" ? field.checked : field.value;
    const ship = {};
    for (const field of form.querySelectorAll('[name^="ship_to."]')) ship[field.name.slice(8)] = field.value;
    const kept = { ...(state.header.ship_to ?? {}), ...ship };
    const more = {};
    for (const field of form.querySelectorAll("[data-header]")) more[field.name] = field.type === "checkbox" ? field.checked : field.value;
    return {
      customer: value("customer"), requested_on: value("requested_on"), priority: value("priority"), customer_po: value("customer_po"),
      warehouse: value("warehouse"), carrier: value("carrier"), note: value("note"), ship_complete: form.elements.ship_complete?.checked ?? false,
      reservation_policy: value("reservation_policy"),
      ship_to: Object.values(ship).some(Boolean) ? kept : null, custom, ...more,
    };
  }
  function lineOf(row) {
    const custom = {};
    for (const field of row.querySelectorAll("[data-line-custom]")) custom[field.dataset.lineCustom] = field.type === "checkbox" ? field.checked : field.value;
    return {
      key: row.dataset.key, id: row.dataset.id ?? null, item: itemOf(row).value, quantity: cell(row, "quantity").value.trim(),
      unit: cell(row, "unit").value, price: cell(row, "price").value.trim(), discount: cell(row, "discount").value.trim(),
      requested_on: row.dataset.requestedOn, custom,
    };
  }
  /* Signed out meanwhile: what was typed stays here; after a new sign-in in another tab it goes on by itself. */
  async function renewed() {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    const token = answer.redirected ? null : /data-csrf="([^"]+)"/.exec(await answer.text());
    if (token) document.body.dataset.csrf = token[1];
    return Boolean(token);
  }
  async function post(url, payload, isFirst = true) {
    const answer = await fetch(url, {
      method: "POST", body: JSON.stringify(payload), credentials: "same-origin",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrfToken() },
    });
    const told = await answer.json().catch(() => ({}));
    const isOut = answer.status === 401 || answer.redirected || (answer.status === 403 && !told.detail);
    if (isOut && isFirst && await renewed()) return post(url, payload, false);
    return isOut ? { ok: false, status: 401, told: { detail: say("signed_out") } } : { ok: answer.ok, status: answer.status, told };
  }

  /* live answers */
  function changed() {
    dirty = true;
    clearTimeout(quoteTimer);
    quoteTimer = setTimeout(quote, QUOTE_DELAY);
    if (isAmend) return;
    clearTimeout(saveTimer);
    saveTimer = setTimeout(save, SAVE_DELAY);
  }
  async function quote() {
    const run = ++quoteRun;
    const asked = rows().filter((row) => itemOf(row).value);
    const payload = { number, header: header(), lines: asked.map(lineOf), want_customer: wantCustomer };
    let answer;
    try { answer = await post(state.urls.quote, payload); } catch { return; }
    if (run !== quoteRun || !answer.ok) return;
    const told = answer.told;
    for (const row of asked) {
      clearErrors(row);
      showLine(row, told.lines[row.dataset.key]);
    }
    place(told.errors, asked);
    showHeader(told.header);
    if (told.changes) showChanges(told.changes);
    if (told.customer) showCustomer(told.customer);
    showRush(told.rush ?? "");
  }
  /* the price tag of a rush order: what the server has rendered, put in as it is */
  function showRush(html) {
    const box = form.querySelector("[data-entry-rush]");
    const parsed = new DOMParser().parseFromString(html, "text/html");
    box.querySelector("[data-entry-rush-body]").replaceChildren(...parsed.body.childNodes);
    box.hidden = !html;
  }
  function showLine(row, line) {
    for (const place of row.querySelectorAll("[data-show]")) place.textContent = line?.[place.dataset.show] ?? "";
    const price = cell(row, "price"), discount = cell(row, "discount");
    price.placeholder = line && !price.value ? line.price : "";
    discount.placeholder = line && !discount.value && !price.value ? line.discount : "";
    const why = row.querySelector('[data-note="price_why"]');
    why.textContent = line?.price_why ?? "";
    why.classList.toggle("is-bad", Boolean(line?.price_bad));
    if (!line) return;
    setUnits(row, line.units, line.unit);
    row.querySelector('[data-show="promise"]').title = line.promise_ago;
    showWhy(row, line);
    row.querySelector(".k-cell-promise").classList.toggle("is-late", line.late);
    row.querySelector('[data-show="available"]').classList.toggle("is-short", line.short);
    row.querySelector('[data-show="margin"]')?.classList.toggle("is-bad", Boolean(line.margin_bad));
  }
  function showWhy(row, line) {
    const link = row.querySelector("[data-why]"), entered = lineOf(row), head = header();
    const asked = new URLSearchParams({
      product: entered.item ?? "", quantity: entered.quantity ?? "", unit: line.unit ?? "", order: number ?? "",
      warehouse: head.warehouse ?? "", carrier: head.carrier ?? "", customer: head.customer ?? "", requested_on: head.requested_on ?? "",
    });
    link.dataset.drawer = row.querySelector('[data-cell="product"]').value;
    link.setAttribute("hx-get", `${state.urls.why}?${asked}`);
    link.hidden = !entered.item;
    window.htmx.process(link);
  }
  function showHeader(told) {
    for (const place of form.querySelectorAll("[data-out]")) if (told[place.dataset.out] !== undefined) place.textContent = told[place.dataset.out];
    form.querySelector('[data-out-card="promise"]').classList.toggle("is-late", told.promise_late);
    const credit = form.querySelector('[data-out-card="credit"]');
    if (credit) {
      credit.classList.toggle("is-late", Boolean(told.credit_short));
      credit.querySelector("[data-credit-short]").hidden = !told.credit_short;
    }
  }
  function showChanges(changes) {
    const box = form.querySelector("[data-entry-changes]");
    box.replaceChildren(...changes.map((change) => {
      const pair = document.createElement("div");
      pair.className = "k-kv-row";
      const name = document.createElement("dt"), value = document.createElement("dd"), old = document.createElement("s"), now = document.createElement("strong");
      name.textContent = change.label;
      old.textContent = change.before;
      now.textContent = change.after;
      value.append(old, " → ", now);
      pair.append(name, value);
      return pair;
    }));
    form.querySelector("[data-no-changes]").hidden = changes.length > 0;
  }
  let hasChosen = false;
  function showCustomer(customer) {
    wantCustomer = false;
    form.querySelector("[data-entry-terms]").textContent = customer.terms;
    const choice = form.querySelector("[data-address-choice]"), select = form.querySelector("[data-address]");
    choice.hidden = customer.addresses.length < 1;
    select.replaceChildren(...customer.addresses.map((address, index) => new Option(address.label, index)));
    select.onchange = () => fillAddress(customer.addresses[Number(select.value)]?.value ?? {});
    if (hasChosen) {
      fillAddress(customer.addresses[0]?.value ?? { recipient: customer.name });
      form.elements.ship_complete.checked = customer.ship_complete;
      if (form.elements.reservation_policy) form.elements.reservation_policy.value = customer.reservation_policy;
      hasChosen = false;
    }
  }
  function fillAddress(values) {
    state.header.ship_to = values;
    for (const field of form.querySelectorAll('[name^="ship_to."]')) field.value = values[field.name.slice(8)] ?? "";
    changed();
  }

  /* the draft keeps itself */
  function savable() {
    return rows().filter((row) => isComplete(row) && !row.querySelector("[data-cell].is-invalid"));
  }
  function mark(text, isBad = false) {
    savedMark.textContent = text;
    savedMark.classList.toggle("is-bad", isBad);
  }
  async function save() {
    if (sent || isAmend) return;
    if (saving) { await saving; if (!dirty || sent) return; }
    const lines = savable();
    if (!lines.length || !form.elements.customer.value) { mark(say("not_saved")); return; }
    dirty = false;
    mark(say("saving"));
    saving = send(lines, false);
    const answer = await saving;
    saving = null;
    if (!answer) { dirty = true; mark(say("lost"), true); saveTimer = setTimeout(save, 4000); return; }
    if (answer.ok) {
      const partly = rows().some((row) => !isEmpty(row) && !lines.includes(row));
      mark(partly ? `${say("saved", { time: answer.told.saved })} · ${say("partly")}` : say("saved", { time: answer.told.saved }));
    } else {
      mark(say("not_saved"), true);
      refuse(answer, lines, false);
    }
  }
  async function send(lines, submit) {
    const payload = { client, number, version, submit, header: header(), lines: lines.map(lineOf) };
    let answer;
    try { answer = await post(state.urls.save, payload); } catch { return null; }
    if (answer.ok) {
      version = answer.told.version;
      if (!number) {
        number = answer.told.number;
        document.querySelector("[data-entry-number]").textContent = number;
        history.replaceState(history.state, "", state.urls.edit.replace("NUMBER", encodeURIComponent(number)));
      }
    }
    return answer;
  }
  function refuse(answer, lines, loud) {
    const loose = place(answer.told.errors, lines);
    const text = answer.status === 412 ? say("stale") : loose.join(" ") || (answer.told.errors ? "" : answer.told.detail || say("failed"));
    if (text) problem(text);
    if (!loud) return;
    const wrong = form.querySelector(".is-invalid");
    if (wrong) wrong.focus(); else problemBox.focus();
  }

  /* submit: once, whatever is pressed twice */
  async function submit() {
    if (sent) return;
    sent = true;
    clearTimeout(saveTimer);
    submitButton.setAttribute("aria-busy", "true");
    submitButton.disabled = true;
    const give = () => { sent = false; submitButton.removeAttribute("aria-busy"); submitButton.disabled = false; };
    if (saving) await saving;
    problem("");
    await Promise.all(rows().map(resolve));
    const lines = rows().filter((row) => !isEmpty(row));
    if (!complete(lines)) { give(); return; }
    mark(say("submitting"));
    const answer = await send(lines, true);
    if (!answer) { give(); mark(say("lost"), true); return; }
    if (answer.ok) { dirty = false; location.assign(answer.told.url); return; }
    give();
    mark(say("not_saved"), true);
    refuse(answer, lines, true);
  }
  function complete(lines) {
    let first = null;
    if (!form.elements.customer.value) { fieldError("customer", say("choose_customer")); first = form.querySelector('[data-field="customer"] [role=combobox]'); }
    for (const row of lines) {
      if (!itemOf(row).value) { showError(row, "product", say("choose_product")); first ??= cell(row, "product"); }
      if (!cell(row, "quantity").value.trim()) { showError(row, "quantity", say("give_quantity")); first ??= cell(row, "quantity"); }
    }
    if (!lines.length) { problem(say("no_lines")); first ??= cell(spareRow(), "product"); }
    first?.focus();
    return !first;
  }

  /* a code typed faster than the list comes is looked up by itself */
  async function resolve(row) {
    const field = cell(row, "product"), text = field.value.trim();
    if (!text || itemOf(row).value) return;
    const url = new URL(row.querySelector("[data-combobox]").dataset.combobox, location.href);
    url.searchParams.set("q", text);
    let found = [];
    try { found = await (await fetch(url, { headers: { Accept: "application/json" } })).json(); } catch { return; }
    if (itemOf(row).value || field.value.trim() !== text) return;
    if (!found.length) { showError(row, "product", say("unknown_product", { text })); return; }
    take(row, found[0]);
  }
  function take(row, option) {
    itemOf(row).value = option.value;
    cell(row, "product").value = option.sku;
    showName(row, option.name);
    cell(row, "product").classList.remove("is-invalid");
    showError(row, "product", "");
    setUnits(row, [[option.unit, option.unit_text]], option.unit);
    spareRow();
    changed();
  }

  /* keys */
  body.addEventListener("keydown", (event) => {
    const field = event.target.closest("[data-cell]");
    const row = event.target.closest("tr[data-line]");
    if (!row) return;
    if ((event.ctrlKey || event.metaKey) && (event.key === "Delete" || event.key === "Backspace")) { event.preventDefault(); removeRow(row); return; }
    if (!field || event.ctrlKey || event.metaKey || event.altKey) return;
    const isOpen = field.getAttribute("aria-expanded") === "true";
    if (event.key === "Enter" && field.dataset.cell === "product" && !isOpen) {
      event.preventDefault();
      event.stopPropagation();
      if (!field.value.trim()) { submitButton.focus(); return; }
      resolve(row);
      cell(row, "quantity").focus();
    } else if (event.key === "Enter" && field.dataset.cell !== "product") {
      event.preventDefault();
      const next = rows()[rows().indexOf(row) + 1] ?? spareRow();
      cell(next, next.dataset.id ? "quantity" : "product").focus();
    } else if ((event.key === "ArrowUp" || event.key === "ArrowDown") && !isOpen && field.tagName !== "SELECT") {
      if (field.dataset.cell === "product" && event.key === "ArrowDown" && field.value.trim() && !itemOf(row).value) return;
      const near = rows()[rows().indexOf(row) + (event.key === "ArrowDown" ? 1 : -1)];
      if (!near) return;
      event.preventDefault();
      event.stopPropagation();
      cell(near, field.dataset.cell).focus();
    }
  }, true);
  document.addEventListener("keydown", (event) => {
    if (!form.isConnected || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    submit();
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); event.stopPropagation(); }, true);
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && event.target.matches("input:not([role=combobox])") && !event.target.closest("[data-entry-grid]")) {
      event.preventDefault();
      cell(rows().find(isEmpty) ?? spareRow(), "product").focus();
    }
  });
  submitButton.addEventListener("click", submit);

  body.addEventListener("combobox:chosen", (event) => {
    const row = event.target.closest("tr[data-line]");
    take(row, event.detail);
    cell(row, "quantity").focus();
  });
  body.addEventListener("combobox:cleared", (event) => { const row = event.target.closest("tr[data-line]"); showName(row, ""); showLine(row, null); changed(); });
  body.addEventListener("focusout", (event) => {
    const field = event.target.closest('[data-cell="product"]');
    if (field) resolve(field.closest("tr[data-line]"));
  });
  body.addEventListener("focusin", (event) => { if (event.target.matches?.("input[data-cell]:not([data-cell=product])")) event.target.select(); });
  body.addEventListener("click", (event) => { const button = event.target.closest("[data-remove]"); if (button) removeRow(button.closest("tr[data-line]")); });
  form.querySelector('[data-field="customer"]').addEventListener("combobox:chosen", () => {
    fieldError("customer", "");
    wantCustomer = true;
    hasChosen = true;
    changed();
    cell(rows().find(isEmpty) ?? spareRow(), "product").focus();
  });
  form.addEventListener("input", (event) => {
    if (event.target.matches("[role=combobox]")) return;
    if (event.target.name && event.target.classList.contains("is-invalid")) fieldError(event.target.name, "");
    changed();
  });
  form.addEventListener("change", (event) => { if (!event.target.matches("[role=combobox], input[type=hidden]")) changed(); });

  /* paste from a spreadsheet */
  body.addEventListener("paste", async (event) => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!/[\t\n]/.test(text.trim()) || !event.target.closest('[data-cell="product"]')) return;
    event.preventDefault();
    const answer = await post(state.urls.paste, { text }).catch(() => null);
    if (!answer?.ok) { toast(answer?.told.detail ?? say("failed"), "error"); return; }
    for (const row of rows()) if (isEmpty(row)) row.remove();
    const added = answer.told.rows.map(addRow);
    const bad = answer.told.rows.filter((row) => Object.keys(row.errors).length).length;
    spareRow();
    await quote();
    answer.told.rows.forEach((data, index) => { for (const [name, words_] of Object.entries(data.errors)) showError(added[index], name === "price" ? "unit_price" : name, words_); });
    changed();
    toast(say(bad ? "pasted_errors" : "pasted", { n: added.length, bad }), bad ? "warning" : "success");
    const wrong = body.querySelector(".is-invalid");
    (wrong ?? cell(rows().at(-1), "product")).focus();
  });

  addEventListener("beforeunload", (event) => {
    if (sent || !dirty || !rows().some((row) => !isEmpty(row))) return;
    if (!isAmend && savable().length && form.elements.customer.value) { save(); }
    event.preventDefault();
    event.returnValue = "";
  });

  for (const line of state.lines) addRow(line);
  spareRow();
  dirty = false;
  if (state.header.customer) { quote(); if (state.mode === "new" && state.lines.length) changed(); }
  if (state.header.customer && state.mode !== "amend") cell(rows().find(isEmpty) ?? rows()[0], "product").focus();
});
