// The controls of the diffusion, each with a link to its equation.

const CHOICES = {
  scene: Object.fromEntries(Object.entries(SHARED.scenes).map(([key, { label }]) => [key, label])),
  data: SHARED.data,
  source: SHARED.sources,
  method: SHARED.methods,
  direction: SHARED.directions,
  dice: SHARED.dice,
  field: SHARED.fields,
  wanted: SHARED.wanted,
};
const RANGES = {
  at: { min: 0, type: "range" },
  w: { min: 0, max: SHARED.strongest, step: 0.5, type: "range" },
  steps: { min: 1, max: SHARED.mostSteps },
  seed: { min: 0, max: SHARED.largestSeed },
};
const LABELS = {
  scene: "Tour",
  at: "Time",
  data: "Data",
  source: "Guesses by",
  method: "Method",
  direction: "Way",
  dice: "Dice",
  steps: "Steps",
  field: "Arrows show",
  wanted: "Class",
  w: "Guidance w",
  seed: "Seed",
};
// The page's own link to an equation, which holds its number; in JupyterLab there is none.
function addLink(parent, label) {
  const found = document.querySelector(`a[href$="#equation-${label}"]`);
  if (!found) return;
  parent.append(" ");
  const said = `equation ${found.textContent}, ${label.slice(3).replaceAll("-", " ")}`;
  add(parent, "a", { href: found.href, "aria-label": said }, found.textContent);
}

function addSetting(parent, key) {
  const box = add(parent, "div", { class: `field ${key}` });
  const field = CHOICES[key]
    ? addChoice(box, LABELS[key], CHOICES[key])
    : addNumber(box, LABELS[key], RANGES[key]);
  if (field.type === "range") add(box, "span", { class: "value", "aria-hidden": "true" });
  if (SHARED.about[key]) addLink(box, SHARED.about[key]);
  return field;
}

// A slider's value as the eye and the ear get it.
function showValue(field, value, text) {
  field.value = value;
  field.setAttribute("aria-valuetext", text);
  field.closest(".field").querySelector(".value").textContent = text;
}

// The tour and its question first, then the buttons and the time.
function addTourControls(parent) {
  const controls = add(parent, "div", { class: "controls" });
  const scene = addSetting(controls, "scene");
  const tour = addTour(controls);
  const buttons = add(controls, "div", { class: "buttons" });
  const button = (text) => add(buttons, "button", { type: "button" }, text);
  const [play, learn, reset, clear] = ["Play", "Learn", "Reset", "Clear the drawing"].map(button);
  return { play, learn, reset, clear, tour, fields: { scene, at: addSetting(controls, "at") } };
}

// What a scene sets; returns what shows all settings.
function addSettings(parent, { fields, learn, clear }, model) {
  const settings = add(parent, "div", { class: "controls" });
  for (const key of Object.keys(LABELS).slice(2)) fields[key] = addSetting(settings, key);
  for (const [key, field] of Object.entries(fields)) {
    const event = field.type === "range" ? "input" : "change";
    field.addEventListener(event, () => change(model, key, field));
  }
  return () => {
    fields.at.max = model.get("steps");
    for (const [key, field] of Object.entries(fields)) field.value = String(model.get(key));
    showValue(fields.w, model.get("w"), String(model.get("w")));
    const sorted = Boolean(SHARED.classes[model.get("data")]);
    for (const key of ["wanted", "w"]) fields[key].closest(".field").hidden = !sorted;
    fields.w.disabled = model.get("wanted") === "all";
    learn.hidden = model.get("source") !== "page";
    clear.hidden = model.get("data") !== "drawing";
  };
}

function applyScene(model) {
  const { start } = SHARED.scenes[model.get("scene")];
  if (model.get("scene") === "own") return;
  for (const [key, value] of Object.entries(start)) if (model.get(key) !== value) model.set(key, value);
  model.save_changes();
}

// Settings that can't go together are mended.
function settle(model, hasFile) {
  const mend = (key, value) => model.get(key) !== value && model.set(key, value);
  const data = model.get("data");
  if (data === "drawing" && model.get("source") === "stored" && !hasFile) mend("source", "page");
  if (!SHARED.classes[data]) mend("wanted", "all");
  mend("at", Math.min(model.get("at"), model.get("steps")));
}
