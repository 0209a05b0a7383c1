// Joins and minifies what the pages load: static/{css,js}/entries/* become static/vendor/*. Called by bin/assets.
//
// Of the style sheets three things are left out, because no page uses them: rules for classes that stand in no
// template, script or Python file; tokens of the theme that no rule reads; and spaces.
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";
import { PurgeCSS } from "purgecss";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const STATIC = join(ROOT, "static");
const VENDOR = join(STATIC, "vendor");
const THEME = join(ROOT, "node_modules/@nl-design-system-community/ma-design-tokens/dist/theme.css");
// Browsers of the spring of 2021. Older syntax is written out; what they lack stands in static/js/older_browsers.js.
const TARGET = ["es2020", "safari14.1", "chrome89", "firefox86"];
const LICENCE = "/* Parts are of NL Design System: Frameless, Gemeente Utrecht and others; EUPL-1.2 */\n";
const NO_SOURCE = new Set(["node_modules", "static", "tests", "docs", "locale", "benchmarks", "deploy", "var", "bin"]);

/** Return the text of every file below a folder whose name ends so. */
async function textsBelow(folder, ...endings) {
  const names = await readdir(folder, { recursive: true });
  const wanted = names.filter((name) => endings.some((ending) => name.endsWith(ending)));
  return Promise.all(wanted.map((name) => readFile(join(folder, name), "utf8")));
}

/** Return every text in which a class of a page can stand: templates, scripts and Python files. */
async function textsWithClasses() {
  const folders = (await readdir(ROOT, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && !NO_SOURCE.has(entry.name))
    .map((entry) => entry.name);
  const python = folders.filter((name) => name !== "templates").map((name) => textsBelow(join(ROOT, name), ".py"));
  const templates = textsBelow(join(ROOT, "templates"), ".html", ".svg");
  return (await Promise.all([templates, textsBelow(join(STATIC, "js"), ".js"), ...python])).flat();
}

const words = (text) => text.match(/[\w-]+/g) ?? [];

/** Return the rules for what stands somewhere; `app-badge--` before `{{ kind }}` stands for all that begin so. */
async function purge(css, texts) {
  const starts = new Set(texts.flatMap(words).filter((word) => /[a-z](--|__)$/.test(word)));
  const [result] = await new PurgeCSS().purge({
    content: texts.map((raw) => ({ raw, extension: "html" })),
    css: [{ raw: css }],
    defaultExtractor: words,
    safelist: [...starts].map((start) => new RegExp(`^${start}`)),
  });
  return result.css;
}

/** Return the theme's tokens that this CSS reads, and those that they read in turn: a sixth of the 2,700. */
function tokensRead(theme, css) {
  const read = (text) => [...text.matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name);
  const found = new Set();
  const open = read(css);
  while (open.length) {
    const name = open.pop();
    if (found.has(name) || !theme.has(name)) continue;
    found.add(name);
    open.push(...read(theme.get(name)));
  }
  return [...theme].filter(([name]) => found.has(name));
}

/** Return the style sheets and scripts of static/<kind>/entries, each joined with what it imports. */
async function joined(kind, options) {
  const entries = await readdir(join(STATIC, kind, "entries"));
  const { outputFiles } = await build({
    entryPoints: entries.map((name) => join(STATIC, kind, "entries", name)),
    outdir: VENDOR,
    bundle: true,
    write: false,
    external: ["*.woff2"],
    legalComments: "none",
    target: TARGET,
    ...options,
  });
  return outputFiles.map(({ path, text }) => [basename(path), text]);
}

async function styleSheets() {
  const theme = new Map(
    [...(await readFile(THEME, "utf8")).matchAll(/^\s*(--[\w-]+):\s*(.+?);/gm)].map(([, name, value]) => [name, value]),
  );
  const texts = await textsWithClasses();
  const used = async ([name, css]) => {
    const rules = await purge(css, texts);
    const tokens = tokensRead(theme, rules).map(([token, value]) => `${token}:${value};`);
    const whole = `.ma-theme{${tokens.join("")}}\n${rules}`;
    const { code } = await transform(whole, { loader: "css", minify: true, target: TARGET });
    return [name, LICENCE + code];
  };
  return Promise.all((await joined("css", {})).map(used));
}

async function write([name, text]) {
  const path = join(VENDOR, name);
  const present = await readFile(path, "utf8").catch(() => null);
  if (present !== text) await writeFile(path, text);
}

await mkdir(VENDOR, { recursive: true });
const scripts = await joined("js", { minify: true, format: "iife" });
await Promise.all([...scripts, ...(await styleSheets())].map(write));
