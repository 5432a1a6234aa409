// Mermaid source on standard input, SVG on standard output. Colours are CSS variables.
import { readFileSync } from "node:fs";
import { renderMermaidSVG } from "../vendor/node_modules/beautiful-mermaid/dist/index.js";

process.stdout.write(renderMermaidSVG(readFileSync(0, "utf8"), { padding: 8 }));
