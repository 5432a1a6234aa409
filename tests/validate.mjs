// Paths of pages as JSON on standard input; html-validate's errors as JSON, by path.
// `standard`: what HTML's own standard forbids. `a11y`: what keeps somebody out.
import { readFileSync } from "node:fs";
import { HtmlValidate, StaticConfigLoader } from "./vendor/node_modules/html-validate/dist/esm/browser.js";

const presets = ["html-validate:standard", "html-validate:a11y"];
const validator = new HtmlValidate(new StaticConfigLoader({ root: true, extends: presets }));
const found = {};
for (const path of JSON.parse(readFileSync(0, "utf8"))) {
  const { results } = await validator.validateString(readFileSync(path, "utf8"));
  found[path] = results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, line, offset, selector }) => ({ ruleId, message, line, offset, selector })));
}
console.log(JSON.stringify(found));
