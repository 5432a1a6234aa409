// A GAN that learns in the page: the loop between the controls and the pictures. The arithmetic is
// in `game_math.js`. `game.py` joins these files, because a figure's module can load no other.

const NOTHING = "There is nothing to learn from yet: draw some points on the plane first.";

// Losses of players who are even, and what that means.
const EVEN =
  "are the losses while the discriminator says ½ to everything: it can’t tell data from samples, " +
  "because the samples are good or because it has hardly learned.";
const LEVELS = {
  "non-saturating": {
    levels: { "log 4": Math.log(4), "log 2": Math.log(2) },
    note: `log 4 ≈ 1.39 and log 2 ≈ 0.69 ${EVEN}`,
  },
  saturating: {
    levels: { "log 4": Math.log(4), "−log 2": -Math.log(2) },
    note: `log 4 ≈ 1.39 and −log 2 ≈ −0.69 ${EVEN}`,
  },
  wasserstein: {
    levels: { 0: 0 },
    note: "0 is the critic’s loss without its penalty when it scores data and samples alike.",
  },
};
const LEGEND = {
  data: "data",
  samples: "the generator’s samples",
  push: "where its loss pushes a sample",
  "says-data": "taken for data",
  "says-made": "taken for a sample",
  discriminator: "the discriminator’s loss",
  generator: "the generator’s loss",
};

function addPictures(figure) {
  const pair = add(figure, "div", { class: "pair" });
  const plane = createPlane(pair);
  const side = add(pair, "div", { class: "side" });
  const players = ["discriminator", "generator"];
  const drawCurves = createCurves(side, players, "Both losses over the rounds");
  const note = add(side, "p", { class: "note" });
  const legend = add(side, "ul", { class: "legend" });
  for (const [key, text] of Object.entries(LEGEND)) add(legend, "li", { class: key }, text);
  return { plane, drawCurves, note, readout: add(side, "p", { role: "status" }) };
}

function render({ model, el }) {
  const hues = Object.entries(SHARED.hues).map(([name, hue]) => `--${name}-hue: ${hue}`);
  const figure = add(el, "figure", { class: "lab gan-game", style: hues.join("; ") });
  const controls = addControls(figure, model);
  const { plane, drawCurves, note, readout } = addPictures(figure);
  add(figure, "figcaption", {}, model.get("caption"));
  let run;
  const drawing = () => model.get("data") === "drawing";
  const hasData = () => !drawing() || model.get("points").length > 0;
  function advance() {
    takeTurn(run, model);
    playOne(run, model);
    const found = run.rounds === SHARED.judged && coverage(run, model.get("data"));
    if (found) controls.prediction.answer(found);
  }
  const say = (text = describe(run, model.get("data"))) => (readout.textContent = text);

  function draw() {
    const loss = model.get("loss");
    plane.drawSurface(run.discriminator, loss === "wasserstein");
    plane.drawSamples(forward(run.generator, run.noise.subarray(0, 2 * SHARED.shown)).at(-1));
    plane.drawPushes(pushes(run, loss));
    drawCurves(run.history, LEVELS[loss].levels);
  }

  function showData() {
    const kind = model.get("data");
    plane.drawData(drawing() ? model.get("points").flat() : drawData(kind, [], SHARED.shown, run.toShow));
    if (!hasData()) play(false);
    if (drawing() && !loop.playing) {
      say(hasData() ? `${model.get("points").length} points drawn. Draw more, or press Play.` : NOTHING);
    }
  }

  function restart() {
    run = startRun(model);
    note.textContent = LEVELS[model.get("loss")].note;
    controls.prediction.ask(model.get("data"));
    plane.setDrawable(drawing(), model.get("name"));
    controls.show();
    showData();
    draw();
    if (!drawing()) say();
  }

  const loop = createLoop(advance, draw, say);
  function play(on) {
    loop.play(on);
    controls.play.textContent = on ? "Pause" : "Play";
    readout.setAttribute("aria-live", on ? "off" : "polite"); // else it would talk all the time
  }

  controls.play.addEventListener("click", () => {
    if (!hasData()) return say(NOTHING);
    play(!loop.playing);
    draw();
    say();
  });
  controls.step.addEventListener("click", () => {
    play(false);
    if (!hasData()) return say(NOTHING);
    advance();
    draw();
    say();
  });
  controls.reset.addEventListener("click", () => {
    play(false);
    applyPreset(model); // a script may have changed a rate
    restart();
  });
  controls.clear.addEventListener("click", () => {
    setPoints(model, []);
    restart();
  });
  drawByPointer(plane, model);
  drawByKeys(plane, model, say);

  const observer = new IntersectionObserver(([entry]) => (loop.seen = entry.isIntersecting));
  observer.observe(figure);
  const heard = { points: showData, seed: restart };
  heard.preset = () => {
    applyPreset(model);
    if (model.get("preset") === "own") controls.show();
    else restart();
  };
  for (const key of ["data", "loss", "generator_rate", "discriminator_rate"]) {
    heard[key] = () => {
      noticeOwn(model, key);
      if (key === "data" || key === "loss") restart();
      else controls.show();
    };
  }
  for (const [key, handler] of Object.entries(heard)) model.on(`change:${key}`, handler);
  play(false);
  restart();
  return () => {
    loop.play(false);
    observer.disconnect();
    for (const [key, handler] of Object.entries(heard)) model.off(`change:${key}`, handler);
  };
}

export default { render, address };
