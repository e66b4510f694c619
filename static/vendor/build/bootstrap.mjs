// Only the behaviors that the pages use; importing a plugin wires its data-bs- attributes.
export { default as Collapse } from "bootstrap/js/dist/collapse.js";
export { default as Dropdown } from "bootstrap/js/dist/dropdown.js";
export { default as Modal } from "bootstrap/js/dist/modal.js";
export { default as Offcanvas } from "bootstrap/js/dist/offcanvas.js";
export { default as Tab } from "bootstrap/js/dist/tab.js";
export { default as Tooltip } from "bootstrap/js/dist/tooltip.js";
