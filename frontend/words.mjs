// Writes the texts that the sources say with t("…") into erp/processes/views/designer_words.py, where they are translated.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

const found = new Set();
for (const name of readdirSync("src", { recursive: true }).sort()) {
  if (!/\.tsx?$/.test(name)) continue;
  for (const match of readFileSync(`src/${name}`, "utf-8").matchAll(/\bt\(\s*"((?:[^"\\]|\\.)*)"/g)) found.add(match[1]);
}
const lines = [...found].sort().map((text) => `    _("${text}"),`);
writeFileSync(
  "../erp/processes/views/designer_words.py",
  `"""What the designer's island says; written by \`npm run build\` in frontend/ from its sources."""\n\nfrom django.utils.translation import gettext_noop as _\n\nWORDS = (\n${lines.join("\n")}\n)\n`,
);
