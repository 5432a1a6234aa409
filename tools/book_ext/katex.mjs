// A formula and KaTeX's options as JSON, one a line, on standard input; HTML or an error on the output.
import { createInterface } from "node:readline";
import katex from "../vendor/katex/katex.min.js";

for await (const line of createInterface({ input: process.stdin })) {
  const { latex, options } = JSON.parse(line);
  let answer;
  try {
    answer = { html: katex.renderToString(latex, options) };
  } catch (error) {
    answer = { error: error.message };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
