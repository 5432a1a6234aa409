// A small transformer that reads and writes in the page. It runs here, so the figure answers without
// a kernel and without a network.

// The text to be read. `read` is told what the reader has typed; returns what sets it.
function addText(parent, held, read) {
  const label = add(parent, "label", { class: "typed" }, "Your text");
  const field = add(label, "textarea", { rows: 3, maxlength: SHARED.longest, spellcheck: "false", autocapitalize: "off" });
  const message = add(parent, "p", { role: "status", class: "message" });
  field.addEventListener("input", () => {
    const { text, unknown } = sortLetters(held, field.value);
    const left = unknown.length ? `The model’s alphabet has no ${unknown.join(" ")}: left out. ` : "";
    message.textContent = left + (text ? "" : "Type a character: something has to be read.");
    if (text) read(text);
  });
  field.addEventListener("keydown", (event) => event.stopPropagation());
  return (text) => {
    if (field.value !== text && (field !== document.activeElement || field.value)) field.value = text;
  };
}

// What is looked at in a scene: the records of its text and a place in them.
function lookAt(held, reader, scene) {
  const { letters, start, records } = reader.read(scene.text);
  const at = scene.at < 0 ? records.length - 1 : Math.min(records.length - 1, Math.max(0, scene.at - start));
  const block = Math.min(scene.block, held.blocks.length - 1);
  const head = Math.min(scene.head, held.heads - 1);
  const shares = sharesOf(records[at].logits, scene);
  return { held, scene, records, letters: letters.slice(start), start, at, block, head, shares };
}

// One figure on one model; `state` holds the scene. Returns what stops it.
function mountText(place, held, state, presets, name) {
  const parent = add(place, "div", { role: "group", "aria-label": name });
  const reader = createReader(held);
  const change = (made) => state.set({ ...state.get(), ...made });
  const edit = (made) => {
    writing.stop();
    change(made);
  };
  const sameText = (a, b) => a.text === b.text;
  const showPreset = addPresets(add(parent, "div", { class: "controls" }), presets, edit, sameText);
  const setText = addText(parent, held, (text) => edit({ text, at: -1 }));
  const showTour = createTour(parent, goTo);
  const next = add(parent, "div", { class: "next" });
  add(next, "p", { class: "heading" }, "What comes next");
  const setMaps = addMaps(next, held, change);
  const showBars = createBars(next, held, (letter) => edit({ text: state.get().text + letter, at: -1 }));
  const writing = createWriting(parent, reader, state, held, draw);
  const reads = add(parent, "div", { class: "reads" });
  add(reads, "p", { class: "heading" }, "Who reads whom");
  const showLetters = createLetters(reads, (at) => edit({ at }));
  const showHeads = createHeads(reads, held, edit);
  const numbers = createNumbers(parent, held, edit);
  const partOf = ({ part, stage }) => ({ next, writes: writing.box, reads })[part] ?? numbers.rowOfStage(stage);

  function goTo(tour) {
    const step = SHARED.tour[tour - 1];
    edit(step ? { tour, stage: step.stage, number: -1 } : { tour });
    if (step) partOf(step)?.scrollIntoView({ block: step.part === "numbers" ? "center" : "nearest" });
  }
  function draw() {
    const scene = state.get();
    setText(scene.text);
    showPreset(scene);
    setMaps(scene);
    writing.show(scene);
    showTour(scene);
    for (const part of SHARED.tour.map(partOf)) part?.classList.remove("toured");
    if (scene.tour) partOf(SHARED.tour[scene.tour - 1])?.classList.add("toured");
    // While it is writing the rest would only flicker.
    if (writing.going()) return;
    const look = lookAt(held, reader, scene);
    showBars(look);
    showLetters(look);
    showHeads(look);
    numbers.show(look);
  }
  const deaf = state.listen(draw);
  draw();
  return () => {
    writing.stop();
    deaf();
  };
}

// A reader's model begins with what it can read of the text that stands there.
function firstText(held, { text }) {
  return openingScene(sortLetters(held, text).text || held.alphabet[0], held.alphabet);
}

const render = (place) =>
  addSceneFigure(place, "text", {
    read: readTransformer,
    mount: mountText,
    first: firstText,
    say: ({ alphabet, blocks, heads, width }) =>
      `${alphabet.length} characters, ${blocks.length} blocks of ${heads} heads, width ${width}`,
  });

export default { render, address: sceneAddress("text", writeTextScene, readTextScene, readTextAbout) };
