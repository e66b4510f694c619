// Writes the fingerprint of the sources beside the built files; tests/processes/test_island.py compares it.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const files = readdirSync("src", { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).replaceAll("\\", "/"))
  .concat("package-lock.json", "vite.config.ts")
  .sort();
const hash = createHash("sha256");
for (const file of files) hash.update(file).update("\0").update(readFileSync(file)).update("\0");
writeFileSync("../static/islands/sources.sha256", `${hash.digest("hex")}\n`);
