// Between noise and data: the shares of both, what a network's answer says of them, and how points
// are moved along.

// A guess of the data is kept on the plane where its noise could throw it anywhere.
const keep = (value) => Math.max(-SHARED.extent, Math.min(SHARED.extent, value));

// The shares a of the data and b of the noise at a time from 0, noise, to 1, data; and their slopes.
const CURVES = {
  flow: (time) => [time, 1 - time, 1, -1],
  diffusion(time) {
    const angle = (Math.PI / 2) * time;
    const [a, b] = [Math.sin(angle), time === 1 ? 0 : Math.cos(angle)];
    return [a, b, (Math.PI / 2) * b, (-Math.PI / 2) * a];
  },
};

// What the network is told of points of the straight path: as `plane_inputs` in Python.
function tellNetwork(points, times, labels) {
  const width = SHARED.sizes[0];
  const told = new Float64Array(times.length * width);
  times.forEach((time, i) => {
    const near = 1 / (1 + SHARED.soft - time);
    const [x, y] = points.subarray(2 * i, 2 * i + 2);
    const label = [labels[i] === "a" ? 1 : 0, labels[i] === "b" ? 1 : 0];
    told.set([x, y, time, near / 5, near * x, near * y, ...label], i * width);
  });
  return told;
}

// A network's answer on the straight path as guesses of data and noise. From a guessed velocity both
// follow; a guess of the noise is divided by the share of the data, so it is kept on the plane where
// that is small.
function readAnswer(answers, points, time, learns) {
  const rest = 1 - time;
  const data = answers.map((answer, i) => {
    if (learns === "flow") return points[i] + rest * answer;
    const guess = (points[i] - rest * answer) / Math.max(time, 0.02);
    return time < rest ? keep(guess) : guess;
  });
  const noise = answers.map((answer, i) => {
    if (learns === "flow") return points[i] - time * answer;
    return time < rest ? (points[i] - time * data[i]) / rest : answer;
  });
  return { data, noise };
}

// Points of any curve, divided by a + b, are points of the straight path: eq. eq-one-family.
function guessByNetwork({ network, learns }, points, [a, b], wanted) {
  const straight = points.map((value) => value / (a + b));
  const count = points.length / 2;
  const time = a / (a + b);
  const told = tellNetwork(straight, Array(count).fill(time), Array(count).fill(wanted));
  return readAnswer(forward(network, told).at(-1), straight, time, learns);
}

// Classifier-free guidance: from the guess for all, past that for the class, by the weight w.
function guide(guess, { wanted, w }) {
  return (points, shares) => {
    const narrow = guess(points, shares, wanted);
    if (wanted === "all" || !w) return narrow;
    const wide = guess(points, shares, "all");
    const past = (kind) => wide[kind].map((value, i) => value + (1 + w) * (narrow[kind][i] - value));
    return { data: past("data"), noise: past("noise") };
  };
}

// The velocity along a curve, or the score, from a guess of data and noise.
function fieldOf(kind, guess, points, [a, b, da, db]) {
  const { data, noise } = guess(points, [a, b]);
  if (kind === "score") return noise.map((value) => -value / b);
  return data.map((value, i) => da * value + db * noise[i]);
}

// One step from the shares (a, b) to others. Without dice both guesses are kept and their shares
// exchanged. With `fresh` noise a step to the data draws from the posterior of eq.
// eq-diffusion-posterior with the guess in place of the data; a step to the noise needs no guess.
function takeStep(guess, points, [a, b], [nextA, nextB], fresh) {
  if (fresh && nextA < a) {
    const kept = nextA / a;
    const added = Math.sqrt(Math.max(nextB ** 2 - (kept * b) ** 2, 0));
    return points.map((value, i) => kept * value + added * fresh[i]);
  }
  const { data, noise } = guess(points, [a, b]);
  if (!fresh) return data.map((value, i) => nextA * value + nextB * noise[i]);
  const lost = b ** 2 - ((a / nextA) * nextB) ** 2;
  const spread = (nextB / b) * Math.sqrt(Math.max(lost, 0));
  const rest = Math.sqrt(Math.max(nextB ** 2 - spread ** 2, 0));
  return data.map((value, i) => nextA * value + rest * noise[i] + spread * fresh[i]);
}

// The times of a way in equal steps.
function timesOf(direction, steps) {
  const times = Array.from({ length: steps + 1 }, (_, i) => i / steps);
  return direction === "data" ? times : times.reverse();
}

// Where points are after 0, 1, 2 … steps.
function follow(guess, start, { method, direction, steps, dice }, random) {
  const shares = timesOf(direction, steps).map((time) => CURVES[method](time));
  const states = [start];
  for (let i = 0; i < steps; i++) {
    const fresh = dice === "always" ? normalPoints(start.length / 2, random) : null;
    states.push(takeStep(guess, states[i], shares[i], shares[i + 1], fresh));
  }
  return states;
}

// The root of the mean squared difference of two fields, in per cent of the exact one.
function errorOf(learned, exact) {
  const sum = (values) => values.reduce((total, value) => total + value ** 2, 0);
  return 100 * Math.sqrt(sum(learned.map((value, i) => value - exact[i])) / (sum(exact) || 1));
}
