// A box that scrolls sideways is a stop for the keyboard; one whose content fits is none.
import { wire } from "./wire.js";

function mark(box) {
  const scrolls = box.scrollWidth > box.clientWidth + 1;
  if (scrolls && !box.hasAttribute("tabindex")) {
    box.tabIndex = 0;
    box.dataset.kScrolls = "";
  } else if (!scrolls && "kScrolls" in box.dataset) {
    box.removeAttribute("tabindex");
    delete box.dataset.kScrolls;
  }
}

const sizes = new ResizeObserver((entries) => entries.forEach(({ target }) => mark(target.closest(".k-scroll") ?? target)));

wire(".k-scroll", (box) => {
  mark(box);
  sizes.observe(box);
  if (box.firstElementChild) sizes.observe(box.firstElementChild);
});
