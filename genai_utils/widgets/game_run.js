// A run of the game: it begins with a seed, goes round by round, and can be put into words.

const BATCH = 128;
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

function describe(run, kind) {
  const losses = run.losses
    ? `: discriminator’s loss ${fixed(run.losses[0], 2)}, generator’s ${fixed(run.losses[1], 2)}`
    : ", nothing learned yet";
  const found = modeCoverage(kind, forward(run.generator, run.noise).at(-1));
  if (!found) return `Round ${run.rounds}${losses}.`;
  const { covered, modes, good } = found;
  const share = `${fixed(100 * good, 0)} % of the samples in one`;
  return `Round ${run.rounds}${losses}; ${covered} of ${modes} clusters covered, ${share}.`;
}
