// Programs as JSON on standard input, by name; ESLint's complaints as JSON, by name.
// The recommended rules, and three for what they leave open.
import { readFileSync } from "node:fs";
import eslint from "./vendor/eslint/linter.js";
import recommended from "./vendor/eslint-rules/recommended.js";

const rules = { ...recommended.rules, eqeqeq: "error", "no-var": "error", "prefer-const": "error" };

function complaints({ text, kind, globals }) {
  const known = Object.fromEntries(globals.map((name) => [name, "readonly"]));
  const options = { sourceType: kind, globals: known };
  const settings = { linterOptions: { reportUnusedDisableDirectives: "error" } };
  const found = new eslint.Linter().verify(text, { rules, languageOptions: options, ...settings });
  const lines = text.split("\n");
  return found.map(({ ruleId, message, line }) => `${ruleId}: ${message}: ${lines[line - 1].trim()}`);
}

const programs = Object.entries(JSON.parse(readFileSync(0, "utf8")));
console.log(JSON.stringify(Object.fromEntries(programs.map(([name, it]) => [name, complaints(it)]))));
