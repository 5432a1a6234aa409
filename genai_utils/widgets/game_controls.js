// The controls of the game.

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

function addField(parent, key) {
  if (key !== "seed") return addChoice(parent, LABELS[key], CHOICES[key]);
  return addNumber(parent, LABELS.seed, { min: 0, max: SHARED.largestSeed });
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
