// A diffusion in the plane: the loop between the controls and the pictures.

const NOTHING = "There is nothing to learn from yet: draw some points on the plane first.";
const PATHS = 25; // samples whose way is drawn
const ARROWS = 13; // along a side
const SECONDS = 3; // that the way from one end to the other takes at most
const LONGEST_WAIT = 500; // milliseconds that count between two pictures: after a pause it goes on
const FILE = "Your own weights: drop a file of a trained plane_network() here, or choose it.";
const LEGEND = {
  samples: "samples",
  path: "their way so far",
  push: "velocity or score",
  tint: "exact density, tilted if guided",
  data: "points that you drew",
};

function addPlanePictures(figure) {
  const pair = add(figure, "div", { class: "pair" });
  const square = createSquare(pair, ["path", "data", "push", "samples"]);
  const side = add(pair, "div", { class: "side" });
  const readout = add(side, "p", { role: "status" });
  const curves = add(side, "div");
  const drawCurve = createCurves(curves, ["loss"], "The loss over the rounds");
  const legend = add(figure, "ul", { class: "legend" });
  for (const [key, text] of Object.entries(LEGEND)) add(legend, "li", { class: key }, text);
  return { square, side, curves, drawCurve, readout, legend };
}

// Whether there is something of a kind to be seen.
const isShown = (kind, { field, data }) =>
  kind === "push" ? field !== "none" : kind !== "data" || data === "drawing";

// The ways of some samples, up to the step shown.
function ways(states, at) {
  let path = "";
  for (let i = 0; i < 2 * PATHS && at; i += 2) {
    const stops = states.slice(0, at + 1).map((p) => `${across(p[i]).toFixed(1)} ${down(p[i + 1]).toFixed(1)}`);
    path += `M${stops.join("L")}`;
  }
  return path;
}

function drawRun(square, run, at) {
  const { settings, mixture, states } = run;
  const { time, shares } = timeAt(run, at);
  const logs = tiltedLogs(mixture, square.places, shares, settings);
  const most = Math.max(...logs);
  square.paint(logs.map((log) => Math.exp(log - most)));
  square.draw("samples", crosses(states[at]));
  square.draw("path", ways(states, at));
  const grid = cellPlaces(ARROWS);
  square.draw("push", settings.field === "none" ? "" : arrows(grid, fieldAt(run, time, grid)));
  square.draw("data", settings.data === "drawing" ? dots(mixture.centres.flat()) : "");
}

function render({ model, el }) {
  const hues = Object.entries(SHARED.hues).map(([name, hue]) => `--${name}-hue: ${hue}`);
  const figure = add(el, "figure", { class: "lab diffusion-plane", style: hues.join("; ") });
  const controls = addTourControls(figure);
  const { square, side, curves, drawCurve, readout, legend } = addPlanePictures(figure);
  const show = addSettings(side, controls, model);
  const stored = readNetworks(model);
  let [run, learner, brought] = [null, null, null];
  const networks = {
    stored: (data) => brought ?? stored[data],
    get page() {
      return learner;
    },
  };
  const hasData = () => model.get("data") !== "drawing" || model.get("points").length > 0;
  const say = (text) => (readout.textContent = text ?? (run ? describeAt(run, model.get("at")) : NOTHING));

  function draw() {
    const at = model.get("at");
    if (!run) return ["samples", "path", "push", "data"].forEach((name) => square.draw(name, ""));
    drawRun(square, run, at);
    showValue(controls.fields.at, at, `τ = ${fixed(timeAt(run, at).time, 2)}`);
    curves.hidden = model.get("source") !== "page";
    drawCurve(learner.history, { exact: learner.best });
    const scene = model.get("scene");
    if (at === run.settings.steps && ANSWERS[scene]) controls.tour.answer(answerOf(scene, model, networks));
  }

  // Many settings at once are followed once.
  let busy = false;
  function together(set) {
    busy = true;
    set();
    busy = false;
  }

  function recompute() {
    if (busy) return;
    together(() => settle(model, brought));
    const settings = Object.fromEntries([...KEPT, "points"].map((key) => [key, model.get(key)]));
    run = hasData() ? compute(settings, networks) : null;
    square.setDrawable(settings.data === "drawing", model.get("name"));
    show();
    for (const kind of ["push", "data"]) legend.querySelector(`.${kind}`).hidden = !isShown(kind, settings);
    draw();
    if (!playing.playing) say();
  }

  // A network that knows nothing, for what is to be learned now.
  function forget() {
    if (busy) return;
    stop();
    learner = createLearner(model.get("method"), createRandom(model.get("seed")));
    if (hasData()) [, learner.best] = compareLosses(learner, createMixture(model), createRandom(9));
    recompute();
  }

  function learn() {
    learnOne(learner, drawBatch(run.mixture, learner.learns, BATCH, learner.random));
    if (learner.rounds !== SHARED.judged || model.get("scene") !== "learning") return;
    const [found, best] = compareLosses(learner, run.mixture, createRandom(9));
    const paid = `the network pays ${fixed(found, 2)}, the exact formula ${fixed(best, 2)}`;
    controls.tour.answer(`Round ${learner.rounds}, on fresh draws: ${paid}.`);
  }

  let [gone, last] = [0, 0]; // steps, and when the last of them was looked at
  function advance() {
    const steps = model.get("steps");
    const now = performance.now();
    gone += (steps * Math.min(now - last, LONGEST_WAIT)) / 1000 / Math.min(SECONDS, 0.5 * steps);
    last = now;
    if (Math.floor(gone) !== model.get("at")) model.set("at", Math.min(Math.floor(gone), steps));
    if (gone >= steps) stop();
  }
  const playing = createLoop(advance, draw, say, { work: 0 });
  const learning = createLoop(learn, recompute, say, { apart: 250 });

  function start(loop, button, on) {
    for (const other of [playing, learning]) other.play(on && other === loop);
    controls.play.textContent = on && loop === playing ? "Pause" : "Play";
    controls.learn.textContent = on && loop === learning ? "Pause learning" : "Learn";
    readout.setAttribute("aria-live", on ? "off" : "polite"); // else it would talk all the time
  }
  function stop() {
    const moved = playing.playing || learning.playing;
    start(null, null, false);
    if (!moved) return;
    draw();
    say();
    model.save_changes();
  }

  controls.play.addEventListener("click", () => {
    if (!run || playing.playing) return run ? stop() : say();
    gone = model.get("at") % model.get("steps");
    last = performance.now();
    if (!gone) model.set("at", 0);
    start(playing, controls.play, true);
  });
  controls.learn.addEventListener("click", () => {
    if (!run || learning.playing) return run ? stop() : say();
    start(learning, controls.learn, true);
  });
  const restart = () => {
    together(() => applyScene(model));
    controls.tour.show(model.get("scene"));
    forget();
  };
  controls.reset.addEventListener("click", restart);
  controls.clear.addEventListener("click", () => setPoints(model, []));
  drawByPointer(square, model);
  drawByKeys(square, model, say);
  const take = (other) => {
    brought = other;
    model.set("source", "stored");
    return other ? `${other.network.parameters.length} weights` : "";
  };
  addFileDoor(figure, readPlaneFile, take, () => take(null), FILE);
  add(figure, "figcaption", {}, model.get("caption"));

  const observer = new IntersectionObserver(([entry]) => {
    playing.seen = learning.seen = entry.isIntersecting;
  });
  observer.observe(figure);
  const heard = { scene: restart };
  for (const key of KEPT.slice(1)) heard[key] = recompute;
  for (const key of ["seed", "data", "method", "points"]) heard[key] = forget;
  heard.at = () => busy || playing.playing || (draw(), say());
  for (const [key, handler] of Object.entries(heard)) model.on(`change:${key}`, handler);
  controls.tour.show(model.get("scene"));
  forget();
  return () => {
    start(null, null, false);
    observer.disconnect();
    for (const [key, handler] of Object.entries(heard)) model.off(`change:${key}`, handler);
  };
}

export default { render, address };
