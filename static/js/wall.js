// The wall board on the whole screen.
import { wire } from "./wire.js";

wire("[data-fullscreen]", (button) => {
  button.addEventListener("click", () => {
    const board = document.querySelector(button.dataset.fullscreen);
    if (document.fullscreenElement) document.exitFullscreen();
    else if (board && board.requestFullscreen) board.requestFullscreen();
  });
});
