// One digit in or out: stored scores of models with it and without it, by the epsilon of the training.

const WIDE = 440;
const TALL = 170;

const bytesOf = (view) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);

// Where each training's scores begin, and the score and the side of each of its models.
function readRuns(model) {
  const [scores, inside] = [model.get("scores"), bytesOf(model.get("inside"))];
  const digits = model.get("names").length;
  let start = 0;
  return model.get("models").map((count) => {
    const run = Array.from({ length: digits }, (_, digit) => {
      const sides = { in: [], out: [] };
      for (let i = 0; i < count; i += 1) {
        const at = start + i * digits + digit;
        sides[inside[at] ? "in" : "out"].push(scores.getFloat32(4 * at, true));
      }
      return sides;
    });
    start += count * digits;
    return run;
  });
}

// How often a model with the digit scores above one without, ties by half.
function areaOf(sides) {
  const won = sides.in.map((a) => sides.out.reduce((sum, b) => sum + (a > b) + (a === b) / 2, 0));
  return won.reduce((sum, w) => sum + w, 0) / (sides.in.length * sides.out.length);
}

function promised(epsilon) {
  if (!Number.isFinite(Number(epsilon))) return "no promise is made";
  const most = 1 - (1 - SHARED.delta) ** 2 / (1 + Math.exp(Number(epsilon)));
  return `the promise allows ${fixed(most, 4)} at most`;
}

function drawDots(svg, sides) {
  svg.replaceChildren();
  const all = [...sides.in, ...sides.out];
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const across = (value) => 75 + (WIDE - 105) * ((value - least) / (most - least || 1));
  const line = { y1: 10, y2: TALL - 40, class: "axis" };
  if (least < 0 && most > 0) add(svg, "line", { x1: across(0), x2: across(0), ...line });
  for (const [name, said, middle, hue] of [["in", "with it", 40, "made"], ["out", "without", 100, "data"]]) {
    add(svg, "text", { x: 4, y: middle + 5 }, said);
    sides[name].forEach((value, i) => {
      const cy = middle + 40 * (((i * 0.618) % 1) - 0.5);
      add(svg, "circle", { cx: across(value), cy, r: 3.5, style: `fill: ${SHARED.hues[hue]}` });
    });
  }
  for (const value of [least, most]) {
    add(svg, "text", { x: across(value), y: TALL - 20, class: "end" }, fixed(value, 0));
  }
  add(svg, "text", { x: WIDE / 2 + 30, y: TALL - 3, class: "end" }, "nats above the mean without it");
}

function drawDigit(canvas, bytes) {
  canvas.width = canvas.height = Math.sqrt(bytes.length);
  const context = canvas.getContext("2d");
  const image = context.createImageData(canvas.width, canvas.height);
  bytes.forEach((grey, i) => image.data.set([grey, grey, grey, 255], 4 * i));
  context.putImageData(image, 0, 0);
}

function render({ model, el }) {
  const runs = readRuns(model);
  const [names, epsilons] = [model.get("names"), model.get("epsilons")];
  const pictures = bytesOf(model.get("pictures"));
  const pixels = pictures.length / names.length;
  const figure = add(el, "figure", { class: "live-figure one-digit" });
  const controls = add(figure, "div", { class: "pair" });
  const set = (name) => (value) => {
    model.set(name, Number(value));
    model.save_changes();
  };
  const choice = addChoice(controls, "digit ", names);
  choice.addEventListener("change", () => set("digit")(choice.value));
  const range = addRange(controls, "epsilon ", 0, epsilons.length - 1, 1, set("epsilon"));
  const pair = add(figure, "div", { class: "pair" });
  const canvas = add(pair, "canvas", { role: "img" });
  const svg = add(pair, "svg", { viewBox: `0 0 ${WIDE} ${TALL}`, role: "img" });
  const text = add(figure, "p", { "aria-live": "polite" });
  add(figure, "figcaption", {}, model.get("caption"));

  function draw() {
    const [place, digit] = [model.get("epsilon"), model.get("digit")];
    const sides = runs[place][digit];
    [choice.value, range.value] = [digit, place];
    range.setAttribute("aria-valuetext", epsilons[place]);
    drawDigit(canvas, pictures.subarray(digit * pixels, (digit + 1) * pixels));
    canvas.setAttribute("aria-label", names[digit]);
    drawDots(svg, sides);
    text.textContent =
      `Epsilon ${epsilons[place]}: area of the test ${fixed(areaOf(sides), 2)}; ${promised(epsilons[place])}.`;
    svg.setAttribute("aria-label", `Scores of models with and without the digit. ${text.textContent}`);
  }
  const heard = ["change:epsilon", "change:digit"]; // one by one: a page hears no list of events
  for (const event of heard) model.on(event, draw);
  draw();
  return () => heard.forEach((event) => model.off(event, draw));
}

// In the page's address: one-digit=7_0
const address = {
  name: "one-digit",
  write: (model) => `${model.get("epsilon")}_${model.get("digit")}`,
  read(text, model) {
    const [epsilon, digit] = text.split("_").map(Number);
    const there = epsilon in model.get("epsilons") && digit in model.get("names");
    return there ? { epsilon, digit } : {};
  },
};

export default { render, address };
