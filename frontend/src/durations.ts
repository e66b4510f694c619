/** Durations as people say them: a number of minutes or hours of working time. */

export type Unit = "minutes" | "hours";
export const SECONDS: Record<Unit, number> = { minutes: 60, hours: 3600 };

export function inUnit(seconds: number): { value: number; unit: Unit } {
  if (seconds >= 3600 && seconds % 1800 === 0) return { value: seconds / 3600, unit: "hours" };
  return { value: Math.round((seconds / 60) * 100) / 100, unit: "minutes" };
}

export function toSeconds(value: number, unit: Unit): number {
  return Math.max(0, Math.round(value * SECONDS[unit]));
}

/** 7260 → "2 h 1 min" with the words of the reader. */
export function said(seconds: number, words: { hours: string; minutes: string }): string {
  const whole = Math.max(0, Math.round(seconds / 60));
  const [hours, minutes] = [Math.floor(whole / 60), whole % 60];
  const parts = [hours ? `${hours} ${words.hours}` : "", minutes || !hours ? `${minutes} ${words.minutes}` : ""];
  return parts.filter(Boolean).join(" ");
}
