// A side sheet for one thing without leaving the list: <a data-drawer hx-get="…" hx-target="#k-drawer-body">.
import { wire } from "./wire.js";

const drawer = () => document.getElementById("k-drawer");

wire("[data-drawer]", (opener) => {
  opener.addEventListener("click", () => {
    const box = drawer();
    box.querySelector("[data-part=title]").textContent = opener.dataset.drawer || opener.textContent.trim();
    if (opener.hasAttribute("hx-get")) {
      const waiting = document.getElementById("k-drawer-waiting");
      box.querySelector("#k-drawer-body").replaceChildren(waiting ? waiting.content.cloneNode(true) : "");
    }
    if (!box.open) box.showModal();
  });
});

// any dialog: [data-dialog-open="id"] opens it, [data-dialog-close] closes it, a click beside it too
wire("[data-dialog-open]", (opener) => opener.addEventListener("click", () => document.getElementById(opener.dataset.dialogOpen)?.showModal()));
wire("[data-dialog-close]", (button) => button.addEventListener("click", () => button.closest("dialog").close()));
wire("dialog.k-drawer, dialog.k-dialog", (box) => box.addEventListener("click", (event) => { if (event.target === box) box.close(); }));

// HX-Trigger: {"drawer:close": true}
document.addEventListener("drawer:close", () => drawer()?.close());
