// The controls of the game, and drawing one's own data by pointer or by keys.

const APART = 0.05; // points of a line drawn with the pointer

const RATES = Object.fromEntries(SHARED.rates.map((rate) => [rate, String(rate)]));
const SCRIPTS = Object.entries(SHARED.presets).map(([key, { label }]) => [key, label]);
const CHOICES = {
  preset: Object.fromEntries(SCRIPTS),
  data: SHARED.data,
  loss: SHARED.losses,
  generator_rate: RATES,
  discriminator_rate: RATES,
};
const LABELS = {
  preset: "Script",
  data: "Data",
  loss: "Losses",
  generator_rate: "Generator’s learning rate",
  discriminator_rate: "Discriminator’s learning rate",
  seed: "Seed",
};
const DRAWING_HELP =
  "Drawing plane. Arrow keys move the cross, Enter puts a point there, Backspace takes the last away";

function addField(parent, key) {
  const label = add(parent, "label", {}, LABELS[key]);
  if (key === "seed") {
    return add(label, "input", { type: "number", min: 0, max: SHARED.largestSeed, step: 1 });
  }
  const field = add(label, "select");
  for (const [value, text] of Object.entries(CHOICES[key])) add(field, "option", { value }, text);
  return field;
}

function change(model, key, field) {
  const value = typeof model.get(key) === "number" ? Number(field.value) : field.value;
  if (field.value === "" || !field.checkValidity()) field.value = model.get(key);
  else model.set(key, value);
  model.save_changes();
}

// The script and the question first, then the buttons, then what a script sets.
function addControls(parent, model) {
  const controls = add(parent, "div", { class: "controls" });
  const fields = { preset: addField(controls, "preset") };
  const prediction = addPrediction(controls);
  const buttons = add(controls, "div", { class: "buttons" });
  const button = (text) => add(buttons, "button", { type: "button" }, text);
  const [play, step, reset, clear] = ["Play", "Step", "Reset", "Clear the drawing"].map(button);
  for (const key of Object.keys(LABELS).slice(1)) fields[key] = addField(controls, key);
  for (const [key, field] of Object.entries(fields)) {
    field.addEventListener("change", () => change(model, key, field));
  }
  const show = () => {
    for (const [key, field] of Object.entries(fields)) field.value = String(model.get(key));
    clear.hidden = model.get("data") !== "drawing";
  };
  return { play, step, reset, clear, show, prediction };
}

function applyPreset(model) {
  for (const [key, value] of Object.entries(SHARED.presets[model.get("preset")].start)) {
    if (model.get(key) !== value) model.set(key, value);
  }
  model.save_changes();
}

// A setting that the script doesn't make is the reader's own.
function noticeOwn(model, key) {
  const { start, later } = SHARED.presets[model.get("preset")];
  const value = model.get(key);
  if (key in start && value !== start[key] && value !== later[key]) model.set("preset", "own");
}

function setPoints(model, points) {
  model.set("points", points.slice(-SHARED.mostPoints));
  model.save_changes();
}

function drawByPointer({ svg, toPlane }, model) {
  function put(event) {
    const points = model.get("points");
    const point = toPlane(event);
    const last = points.at(-1) ?? [Infinity, Infinity];
    if (Math.max(...point.map(Math.abs)) > SHARED.extent) return;
    const apart = Math.hypot(point[0] - last[0], point[1] - last[1]);
    if (apart > APART) setPoints(model, [...points, point]);
  }
  svg.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || model.get("data") !== "drawing") return;
    svg.setPointerCapture(event.pointerId);
    put(event);
  });
  svg.addEventListener("pointermove", (event) => {
    if (svg.hasPointerCapture(event.pointerId)) put(event);
  });
}

// `say` speaks what a key did.
function drawByKeys({ svg, cursor }, model, say) {
  let at = [0, 0];
  const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  // One decimal, so that the numbers spoken are the numbers put; + 0 turns −0 into 0.
  const reach = SHARED.extent - 0.1;
  const inside = (value) => Math.round(10 * Math.max(-reach, Math.min(reach, value))) / 10 + 0;
  svg.addEventListener("keydown", (event) => {
    const way = ways[event.key];
    if (model.get("data") !== "drawing") return;
    if (!way && !["Enter", "Backspace"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation(); // in JupyterLab these keys also walk through the cells
    const size = event.shiftKey ? 0.4 : 0.1;
    if (way) at = at.map((value, axis) => inside(value + size * way[axis]));
    else if (event.key === "Enter") setPoints(model, [...model.get("points"), at]);
    else setPoints(model, model.get("points").slice(0, -1));
    cursor.setAttribute("transform", `translate(${across(at[0])} ${down(at[1])})`);
    const count = `${model.get("points").length} points drawn`;
    say(`Cross at (${fixed(at[0], 1)}, ${fixed(at[1], 1)}), ${count}.`);
  });
}
