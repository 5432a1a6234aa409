// A generator that draws in the page: a slice of its latent space to move on, two places to blend,
// and directions. It runs here, so the figure answers without a kernel and without a network.

function sayScene({ conditions, directions }, { slice, ends, chosen, blend, moves }) {
  const [a, b] = chosen.map((own, i) => {
    const values = own.map((k, c) => conditions[c].values[k]);
    return `${END[i]} (${[...values, sayPlaceOn(ends[i])].join(", ")})`;
  });
  const share = Math.round(100 * blend);
  const way = share === 0 ? a : share === 100 ? b : `${share} % of the way from ${a} to ${b}`;
  const moved = moves.map((move, k) => (move ? `; ${directions[k].name} ${fixed(move, 2)}` : ""));
  return `Slice ${slice + 1}, ${way}${moved.join("")}`;
}

function sayPlaceOn([east, north]) {
  return `${Math.abs(east)}° ${east < 0 ? "west" : "east"}, ${Math.abs(north)}° ${north < 0 ? "south" : "north"}`;
}

// One figure on one file; `state` holds the scene. Returns what stops it.
function mount(parent, held, state, presets, name) {
  const queue = createQueue();
  let moving = 0;
  let asked = "";
  let cells = "";
  let blended = state.get().blend;
  let stirred = false; // whether the blend was moved since it was asked
  let measured = null;
  const change = (make) => state.set({ ...state.get(), ...make(state.get()) });
  const controls = addChoices(parent, held, presets, change, (end) => {
    moving = end;
    draw();
  });
  const pair = add(parent, "div", { class: "pair" });
  const sheet = createSheet(pair, held, queue, name);
  const side = add(pair, "div", { class: "drawn" });
  const picture = addCanvas(side, { role: "img", "aria-label": "What the generator draws" }, held.side);
  const text = add(side, "p", { role: "status" });
  const setRanges = addRanges(side, held, change);
  const strip = createStrip(parent, held, queue, (way) => {
    measured = way;
    reveal();
  });

  function reveal() {
    strip.canvas.hidden = !stirred;
    if (stirred && measured) controls.question.answer(sayWay(measured));
  }
  // Another pair of pictures: the question is asked anew, and its answer isn't shown yet.
  function ask(scene) {
    const pairOf = writeScene({ ...scene, blend: 0 });
    if (pairOf === asked) return;
    asked = pairOf;
    stirred = false;
    measured = null;
    controls.question.ask("Before you blend: what stands halfway between A and B?");
    strip.draw(scene);
  }
  function draw() {
    const scene = state.get();
    ask(scene);
    stirred ||= scene.blend !== blended;
    blended = scene.blend;
    paint(picture, held, pictureAt(held, scene, scene.blend));
    text.textContent = sayScene(held, scene);
    controls.show(scene);
    setRanges(scene);
    sheet.show(scene, moving);
    sheet.pad.setAttribute("aria-valuenow", scene.ends[moving][0]);
    sheet.pad.setAttribute("aria-valuetext", `${END[moving]}: ${sayPlaceOn(scene.ends[moving])}`);
    const shown = writeScene({ ...scene, ends: [], blend: moving });
    if (shown !== cells) sheet.drawCells(scene, moving);
    cells = shown;
    reveal();
  }

  const at = () => state.get().ends[moving];
  const move = (place) => change(({ ends }) => ({ ends: ends.with(moving, onSlice(place)) }));
  moveByPointer(sheet.pad, SHARED.reach, move);
  moveByKeys(sheet.pad, SHARED.reach, at, move);
  const deaf = state.listen(draw);
  draw();
  return () => {
    deaf();
    queue.stop();
  };
}

const render = (place) =>
  addSceneFigure(place, "generator", {
    read: readGenerator,
    mount,
    first: firstScene,
    say: ({ side, layers, slices }) => `${side} × ${side} pixels, ${layers.length} layers, ${slices} slices`,
  });

export default { render, address: sceneAddress("generator", writeScene, readScene, readAbout) };
