// Makes Assets/, or what stands in the folder that is named, from Scripts/ and Styles/. The same input gives the same bytes, on any machine.
import { readFileSync, rmSync, writeFileSync, readdirSync } from "node:fs";
import { build } from "esbuild";

const outdir = process.argv[2] ?? "Assets";

// What only one page needs is a bundle of its own.
const pages = ["Scripts/pages", "Styles/pages"].flatMap((folder) => readdirSync(folder).filter((name) => /\.(ts|css)$/.test(name)).map((name) => `${folder}/${name}`));

for (const file of readdirSync(outdir)) if (/\.(js|css|woff2|txt)$/.test(file)) rmSync(`${outdir}/${file}`);
await build({
  entryPoints: ["Scripts/console.ts", "Styles/console.css", ...pages],
  entryNames: "[name]",
  assetNames: "[name]-[hash]",
  outdir,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022", "chrome123", "firefox120", "safari17.5"],
  charset: "utf8",
  legalComments: "none",
  loader: { ".woff2": "file" },
  logLevel: "warning",
});

const others = { uplot: "uPlot", "@fontsource-variable/source-sans-3": "Source Sans 3" };
const licences = Object.entries(others).map(([name, title]) => {
  const version = JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8")).version;
  return `${title} ${version}\n\n${readFileSync(`node_modules/${name}/LICENSE`, "utf8").replaceAll("\r\n", "\n").trim()}\n`;
});
writeFileSync(`${outdir}/licences.txt`, "What the console carries that others made, and under which terms.\n\n" + licences.join("\n----\n\n"));
