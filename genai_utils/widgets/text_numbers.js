// The way of one position through the network, a row of cells for each list of numbers. A click on
// a cell tells what the number is made of, and whether that comes to the same.

const LINE = 128; // cells in a line, at most
const CELL = 6; // pixels of a cell, before it is scaled
const MOST_TERMS = 5;
const HEADINGS = {
  in: () => "Before the blocks",
  block: ({ block }) => `Block ${block + 1}`,
  head: ({ block, head }) => `Block ${block + 1}, head ${head + 1}`,
  out: () => "After the last block",
};

const sideways = (count) => Math.ceil(count / Math.ceil(count / LINE));

// Blue below 0, orange above; the stronger, the larger beside the row's largest.
function drawCells(canvas, values, chosen) {
  const columns = sideways(values.length);
  const lines = Math.ceil(values.length / columns);
  Object.assign(canvas, { width: columns * CELL, height: lines * 2 * CELL });
  canvas.style.height = `${Math.max(1.5, lines)}rem`; // a finger needs 24 pixels
  const context = canvas.getContext("2d");
  const largest = values.reduce((most, v) => Math.max(most, Math.abs(v)), 1e-12);
  values.forEach((value, i) => {
    const [x, y] = [CELL * (i % columns), 2 * CELL * Math.floor(i / columns)];
    context.globalAlpha = Math.abs(value) / largest;
    context.fillStyle = `rgb(${SHARED.hues[Number(value > 0)]})`;
    context.fillRect(x, y, CELL - 1, 2 * CELL - 1);
  });
  if (chosen < 0) return;
  const [x, y] = [CELL * (chosen % columns), 2 * CELL * Math.floor(chosen / columns)];
  context.globalAlpha = 1;
  context.strokeStyle = getComputedStyle(canvas).color;
  context.lineWidth = 2;
  context.strokeRect(x + 0.5, y + 1, CELL - 1.5, 2 * CELL - 2.5);
}

function cellAt(canvas, { clientX, clientY }, count) {
  const box = canvas.getBoundingClientRect();
  const columns = sideways(count);
  const lines = Math.ceil(count / columns);
  const column = Math.min(columns - 1, Math.floor((columns * (clientX - box.left)) / box.width));
  return columns * Math.min(lines - 1, Math.floor((lines * (clientY - box.top)) / box.height)) + column;
}

function addStageRow(parent, stage, choose) {
  const row = add(parent, "div", { class: "stage" });
  const name = add(row, "span", { class: "stage-name" }, `${stage.name} `);
  addSymbols(add(name, "i"), stage.symbol);
  let count = 0;
  const canvas = () => picker.node.firstChild;
  const picker = addPicker(row, "div", { class: "cells", "aria-label": stage.name }, (event) => cellAt(canvas(), event, count), choose);
  add(picker.node, "canvas", { "aria-hidden": "true" });
  addLabelLink(add(row, "span", { class: "stage-equation" }), stage.equation);
  return {
    row,
    show(look, chosen) {
      const values = valuesOf(look, stage.key);
      count = values.length;
      row.classList.toggle("chosen", chosen >= 0);
      const at = Math.max(0, chosen);
      picker.show(at, count, `${nameOf(look, stage.key, at, count)}: ${four(values[at])}`);
      drawCells(canvas(), values, chosen);
    },
  };
}

// The largest products, and the others together.
function addTerms(parent, { terms, bias, scale }) {
  const order = [...terms].sort((a, b) => Math.abs(b.product) - Math.abs(a.product));
  const list = add(parent, "ul");
  for (const { name, a, b, product } of order.slice(0, MOST_TERMS)) {
    addSymbols(add(list, "li"), `${name}: ${four(a)} · ${four(b)} = ${four(product)}`);
  }
  const others = order.slice(MOST_TERMS);
  const rest = others.reduce((sum, { product }) => sum + product, 0);
  if (others.length) add(list, "li", {}, `the ${others.length} other products: ${four(rest)}`);
  if (bias) add(list, "li", {}, `bias: ${four(bias)}`);
  if (scale !== 1) add(list, "li", {}, `all divided by ${four(scale)}`);
}

// What a number is made of, beside the number that the network has.
function createExplanation(parent, step) {
  const box = add(parent, "div", { class: "explained", role: "status" });
  const line = add(box, "p");
  const back = add(line, "button", { type: "button", "aria-label": "The number before" }, "◀");
  const on = add(line, "button", { type: "button", "aria-label": "The next number" }, "▶");
  const text = add(line, "span");
  const rest = add(box, "div");
  back.addEventListener("click", () => step(-1));
  on.addEventListener("click", () => step(1));
  return {
    box,
    show(look, stage, number) {
      const found = trace(look, stage.key, number);
      text.textContent = ` ${stage.name}, ${found.name}: ${four(found.value)}`;
      rest.replaceChildren();
      const how = add(rest, "p", {}, `By `);
      addLabelLink(how, found.equation ?? stage.equation);
      const products = found.terms.length ? `a sum of ${found.terms.length} products; the largest:` : "";
      how.append(`: ${[found.says, products].filter(Boolean).join(" ")}`);
      if (found.terms.length) addTerms(rest, found);
      const words = found.agrees ? "The network has the same" : "The network has another number: the two don’t agree";
      add(rest, "p", { class: "verified" }, `Computed again from these: ${exactly(found.made)}. ${words}: ${exactly(found.value)}.`);
    },
  };
}

// `change` is given the scene's new stage and number.
function createNumbers(parent, held, change) {
  const box = add(parent, "div", { class: "numbers" });
  add(box, "p", { class: "heading" }, "Every number on the way");
  const stages = stagesOf(held);
  const headings = [];
  let [shown, number, count] = ["", 0, 0];
  const rows = stages.map((stage, i) => {
    if (stage.where !== stages[i - 1]?.where) headings.push([stage.where, add(box, "p", { class: "heading small" })]);
    return addStageRow(box, stage, (chosen) => change({ stage: stage.key, number: chosen }));
  });
  const explanation = createExplanation(box, (by) => change({ number: (number + by + count) % count }));
  return {
    rowOfStage: (key) => rows[stages.findIndex((stage) => stage.key === key)]?.row,
    show(look) {
      const at = Math.max(0, stages.findIndex(({ key }) => key === look.scene.stage));
      const stage = stages[at];
      count = valuesOf(look, stage.key).length;
      number = look.scene.number < 0 ? ranked(valuesOf(look, stage.key).map(Math.abs))[0] : Math.min(look.scene.number, count - 1);
      for (const [where, heading] of headings) heading.textContent = HEADINGS[where](look);
      rows.forEach((row, i) => row.show(look, i === at ? number : -1));
      if (shown !== stage.key) rows[at].row.after(explanation.box);
      shown = stage.key;
      explanation.show(look, stage, number);
    },
  };
}
