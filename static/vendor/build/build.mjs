// npm install && npm run build: writes ../tabler.min.css, ../bootstrap.min.js, ../echarts.min.js, ../../img/icons.svg
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { build } from "esbuild";
import * as sass from "sass";

const icons = readFileSync("icons.txt", "utf8").split(/\s+/).filter(Boolean);
const symbols = icons.map((name) => {
  const file = [`outline/${name}`, `filled/${name.replace(/-filled$/, "")}`]
    .map((p) => `node_modules/@tabler/icons/icons/${p}.svg`).find(existsSync);
  if (!file) throw new Error(`no icon called ${name}`);
  const body = readFileSync(file, "utf8").replace(/<!--[\s\S]*?-->/g, "").replace(/<svg[\s\S]*?>/, "")
    .replace("</svg>", "").replace(/<path stroke="none" d="M0 0h24v24H0z"[^>]*\/>/, "").replace(/\s*\n\s*/g, "");
  const paint = file.includes("/filled/") ? ' fill="currentColor" stroke="none"' : "";
  return `<symbol id="${name}" viewBox="0 0 24 24"${paint}>${body}</symbol>`;
});
writeFileSync("../../img/icons.svg", `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`);

const css = sass.compile("tabler.scss", { loadPaths: ["node_modules"], quietDeps: true, style: "expanded" }).css;
const prefixed = css.replace(/@charset[^;]*;/, "").replace(/(?<![\w-])--(?=[a-z])/g, "--tblr-");
const minified = await build({
  stdin: { contents: `@layer tabler {\n${prefixed}\n}`, loader: "css" },
  minify: true, write: false, target: "chrome125",
});
writeFileSync("../tabler.min.css", minified.outputFiles[0].text);

const common = { bundle: true, minify: true, format: "esm", target: "es2022", legalComments: "none",
  define: { "process.env.NODE_ENV": '"production"' } };
await build({ ...common, entryPoints: ["bootstrap.mjs"], outfile: "../bootstrap.min.js" });
await build({ ...common, entryPoints: ["echarts.mjs"], outfile: "../echarts.min.js" });
