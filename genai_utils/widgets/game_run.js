// A run of the game: it begins with a seed, goes round by round, and can be put into words.

const BATCH = 128;
const ARROWS = 40;
const COUNTED = 1000; // samples, for the clusters

// A run is made by its seed. What is shown comes from a second stream of random numbers, so that
// looking at a run never changes it.
function startRun(model) {
  const random = createRandom(model.get("seed"));
  const toShow = createRandom(model.get("seed") + 2 ** 31);
  return {
    ...createGame(SHARED.units, random),
    random,
    noise: normalPoints(COUNTED, toShow),
    toShow,
    rounds: 0,
    losses: null,
    history: createHistory(),
  };
}

function playOne(run, model) {
  const batch = {
    real: drawData(model.get("data"), model.get("points"), BATCH, run.random),
    noise: normalPoints(BATCH, run.random),
    mix: Float64Array.from({ length: BATCH }, run.random),
  };
  const rates = {
    generator: model.get("generator_rate"),
    discriminator: model.get("discriminator_rate"),
  };
  run.losses = playRound(run, LOSSES[model.get("loss")], rates, batch);
  run.history.add(run.losses);
  run.rounds += 1;
}

// A script may change a rate in the middle of its run. Called before each round.
function takeTurn(run, model) {
  if (run.rounds !== SHARED.turn) return;
  const { later } = SHARED.presets[model.get("preset")];
  for (const [key, value] of Object.entries(later)) model.set(key, value);
}

// Some samples, and for each the way on which the generator's loss falls fastest there.
function pushes(run, loss) {
  const places = forward(run.generator, run.noise.subarray(0, 2 * ARROWS)).at(-1);
  const judged = forward(run.discriminator, places);
  const slopes = Float64Array.from(judged.at(-1), (score) => LOSSES[loss].generator(score)[1]);
  const uphill = backward(run.discriminator, judged, slopes)[0];
  return { places, ways: uphill.map((slope) => -slope) };
}

const coverage = (run, kind) => modeCoverage(kind, forward(run.generator, run.noise).at(-1));

function describe(run, kind) {
  const losses = run.losses
    ? `: discriminator’s loss ${fixed(run.losses[0], 2)}, generator’s ${fixed(run.losses[1], 2)}`
    : ", nothing learned yet";
  const found = coverage(run, kind);
  if (!found) return `Round ${run.rounds}${losses}.`;
  const share = `${fixed(100 * found.good, 0)} % of the samples in clusters`;
  return `Round ${run.rounds}${losses}; ${share}, ${found.covered} of ${found.modes} clusters reached.`;
}
