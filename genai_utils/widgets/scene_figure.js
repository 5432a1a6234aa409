// A figure that shows scenes: on the page's model, or on one that the reader brings as a file.

// What is a figure's own: the model that it reads of a file (`read`), how it is put on the page and
// what stops it (`mount`), the scene that a reader's model begins with (`first`), and what is said of
// that model in words (`say`).
function addSceneFigure({ model, el }, kind, { read, mount, first, say }) {
  const figure = add(el, "figure", { class: `live-figure ${kind}` });
  const body = add(figure, "div");
  const stored = read(bytesOf(model));
  let stop = () => {};
  function use(held, state, presets) {
    stop();
    body.replaceChildren();
    stop = mount(body, held, state, presets, model.get("name"));
  }
  const giveBack = () => use(stored, shared(model), model.get("presets"));
  function take(held) {
    use(held, own(first(held, model.get("scene"))), []);
    return say(held);
  }
  addFileDoor(figure, read, take, giveBack);
  if (model.get("credit")) add(figure, "p", { class: "credit" }, model.get("credit"));
  add(figure, "figcaption", {}, model.get("caption"));
  giveBack();
  return () => stop();
}

// Scenes to begin with, if there are any: `take` is given the chosen one, and nothing for the reader's
// own. Returns what says which of them is shown; `same` tells whether two scenes are one.
function addPresets(parent, presets, take, same) {
  if (!presets.length) return () => {};
  const field = addChoice(parent, "Show ", [...presets.map(({ label }) => label), "your own"]);
  field.addEventListener("change", () => take(presets[field.value]?.scene ?? {}));
  return (shown) => {
    const found = presets.findIndex(({ scene }) => same(scene, shown));
    field.value = found < 0 ? presets.length : found;
  };
}

// The scene in the page's address; `readAbout` reads of a file what the model offers.
const sceneAddress = (name, write, read, readAbout) => ({
  name,
  write: (model) => write(model.get("scene")),
  read(written, model) {
    const scene = read(written, readAbout(openCheckpoint(bytesOf(model))));
    return scene ? { scene } : {};
  },
});
