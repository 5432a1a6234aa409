// What is typed and what is moved.

// `typed` is told the text that can be said, `speak` that Enter was pressed.
function addSpeechText(parent, typed, speak) {
  const label = add(parent, "label", { class: "typed" }, "Your sentence");
  const field = add(label, "input", { type: "text", maxlength: SHARED.longest, spellcheck: "false", autocomplete: "off" });
  const message = add(parent, "p", { role: "status", class: "message" });
  field.addEventListener("input", () => {
    const { text, unknown } = sayable(field.value);
    const left = unknown.length ? `There are no phones for ${unknown.join(" ")}: left out. Write numbers as words. ` : "";
    message.textContent = left + (hasWord(text) ? "" : "Type a word: something has to be said.");
    if (hasWord(text)) typed(text);
  });
  field.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Enter") speak();
  });
  return (text) => {
    if (field.value !== text && field !== document.activeElement) field.value = text;
  };
}

const SLIDERS = [
  ["higher", "Pitch, times", "eq-pulses"],
  ["rate", "Rate, times", "eq-duration-loss"],
  ["temperature", "Temperature τ", "eq-frame-likelihood"],
];

// `change` is given what the reader has moved; returns what sets the sliders.
function addSliders(parent, change) {
  const box = add(parent, "div", { class: "maps" });
  const entries = SLIDERS.map(([name, words, label]) => {
    const part = add(box, "div");
    const field = addRange(part, words, ...SHARED.ranges[name], 0.05, (value) => change({ [name]: value }));
    const value = add(field.parentNode, "output");
    addLabelLink(part, label);
    return { name, field, value };
  });
  return (scene) => {
    const idle = { higher: !scene.filters && "filters only", temperature: scene.mean && "no draw" };
    for (const { name, field, value } of entries) {
      field.value = scene[name];
      field.disabled = Boolean(idle[name]);
      value.textContent = idle[name] || scene[name];
    }
  };
}

const CHOICES = [
  ["filters", "sound by ", ["Griffin and Lim", "pulses and noise through learned filters"]],
  ["mean", "frames ", ["drawn", "the mean"]],
  ["network", "words ", ["looked up, if the list has them", "all by the network"]],
];

function addSpeechChoices(parent, change) {
  const box = add(parent, "div", { class: "controls" });
  const fields = CHOICES.map(([name, words, choices]) => {
    const field = addChoice(box, words, choices);
    field.addEventListener("change", () => change({ [name]: field.value === "1" }));
    return [name, field];
  });
  const seed = addSeed(box, change);
  return (scene) => {
    for (const [name, field] of fields) field.value = Number(scene[name]);
    seed.value = scene.seed;
  };
}
