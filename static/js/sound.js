// Feedback for scan pages: a short sound and a vibration, so that nobody needs to look.
let audio;

function beep(frequency, length, delay = 0) {
  audio ??= new AudioContext();
  const tone = audio.createOscillator(), volume = audio.createGain(), start = audio.currentTime + delay;
  tone.frequency.value = frequency;
  volume.gain.setValueAtTime(0.2, start);
  volume.gain.exponentialRampToValueAtTime(0.001, start + length);
  tone.connect(volume).connect(audio.destination);
  tone.start(start);
  tone.stop(start + length);
}

/** One high tone: taken. */
export function good() { try { beep(1320, 0.12); } catch { /* no sound here */ } navigator.vibrate?.(40); }

/** Two low tones: refused. */
export function bad() { try { beep(220, 0.22); beep(180, 0.3, 0.24); } catch { /* no sound here */ } navigator.vibrate?.([90, 60, 160]); }

// HX-Trigger: {"scan": "good"} or {"scan": "bad"}
document.addEventListener("scan", (event) => ((event.detail.value ?? event.detail) === "bad" ? bad() : good()));

// After every scan the field is empty and ready; a refusal is heard at once.
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt.closest?.("form.k-scan");
  if (!form) return;
  form.reset();
  form.querySelector("input:not([type=hidden])")?.focus();
  if (event.detail.failed) bad();
});
