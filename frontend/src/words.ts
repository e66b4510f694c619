/** The reader's words: the page brings the translations, the English text is the key. */

let catalogue: Record<string, string> = {};

export function speak(words: Record<string, string>): void {
  catalogue = words;
}

/** A text in the reader's language; {name} is filled in. */
export function t(text: string, values: Record<string, string | number> = {}): string {
  const found = catalogue[text] || text;
  return found.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

let refs: Record<string, string> = {};

/** Labels of roles, actions, events and processes, by the code that a drawing holds. */
export function name(labels: Record<string, string>): void {
  refs = labels;
}

export function called(code: string, kind = ""): string {
  return refs[kind + code] ?? code;
}
