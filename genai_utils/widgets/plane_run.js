// What the settings come to: guesses, and where the samples are at each step.

const TOLD = 400; // places at which the error is measured
const LATEST = 0.98; // time at which a score is shown at most: without noise it has no size

const get = (settings) => ({ get: (key) => settings[key] });

// `networks` are those of the sources "stored", by data, and "page".
function compute(settings, networks, count = SHARED.shown) {
  const mixture = createMixture(get(settings));
  const exact = guide((p, s, wanted) => guessExactly(ofClass(mixture, wanted), p, s), settings);
  const network = settings.source === "page" ? networks.page : networks.stored(settings.data);
  const learned = guide((p, s, wanted) => guessByNetwork(network, p, s, wanted), settings);
  const guess = settings.source === "exact" ? exact : learned;
  const random = createRandom(settings.seed + 2 ** 31);
  const drawn = drawMixture(ofClass(mixture, settings.wanted), count, random);
  const start = settings.direction === "data" ? normalPoints(count, random) : drawn.points;
  const states = follow(guess, start, settings, random);
  return { settings, mixture, exact, guess, states, from: drawn.from };
}

// The time of a step, and the shares there.
function timeAt({ settings }, at) {
  const time = timesOf(settings.direction, settings.steps)[at];
  return { time, shares: CURVES[settings.method](time) };
}

function fieldAt({ settings, guess, exact }, time, points, isExact = false) {
  const until = settings.field === "score" ? Math.min(time, LATEST) : time;
  const shares = CURVES[settings.method](until);
  return fieldOf(settings.field, isExact ? exact : guess, points, shares);
}

// How far the field is from the exact one where there are samples.
function errorAt(run, time) {
  const random = createRandom(7);
  const { points } = drawMixture(ofClass(run.mixture, run.settings.wanted), TOLD, random);
  const noise = normalPoints(TOLD, random);
  const [a, b] = CURVES[run.settings.method](time);
  const places = points.map((value, i) => a * value + b * noise[i]);
  return errorOf(fieldAt(run, time, places), fieldAt(run, time, places, true));
}

function describeAt(run, at) {
  const { settings, mixture, states } = run;
  const { time } = timeAt(run, at);
  const parts = [`τ = ${fixed(time, 2)}, step ${at} of ${settings.steps}.`];
  if (settings.source !== "exact" && settings.field !== "none" && time < 1) {
    parts.push(`The ${settings.field} is off by ${fixed(errorAt(run, time), 0)} % where samples are.`);
  }
  if (time === 1 && settings.direction === "data") {
    const near = percent(shareNear(states[at], ofClass(mixture, settings.wanted)));
    parts.push(`${near} of the samples are within three deviations of ${SHARED.nouns[settings.data]}.`);
  }
  if (time === 1 && settings.wanted !== "all") {
    const tilted = drawTilted(mixture, settings, 8 * MEASURED, createRandom(settings.seed));
    const [cloud, wanted] = [states[at], tilted].map((p) => shareFar(p, mixture, settings.wanted));
    parts.push(`In the outer cluster: ${percent(cloud)}; of the tilted density ${percent(wanted)}.`);
  }
  return parts.join(" ");
}
