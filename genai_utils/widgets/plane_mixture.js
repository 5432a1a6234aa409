// The distributions: mixtures of equal normal ones, so that the best guess, the density and the
// tilted density are all known in closed form.

// `centres` are pairs, `classes` the class of each or nothing.
function createMixture(model) {
  const kind = model.get("data");
  return {
    centres: kind === "drawing" ? model.get("points") : SHARED.places[kind],
    classes: SHARED.classes[kind],
    deviation: SHARED.deviations[kind],
  };
}

// The places of one class, or with "all" every one.
function ofClass({ centres, classes, deviation }, wanted) {
  if (wanted === "all" || !classes) return { centres, deviation };
  return { centres: centres.filter((_, i) => classes[i] === wanted), deviation };
}

function drawMixture({ centres, classes, deviation }, count, random) {
  const points = normalPoints(count, random, deviation);
  const labels = [];
  const from = [];
  for (let i = 0; i < count; i++) {
    const picked = Math.floor(centres.length * random());
    from.push(picked);
    labels.push(classes?.[picked] ?? "all");
    for (const axis of [0, 1]) points[2 * i + axis] += centres[picked][axis];
  }
  return { points, labels, from };
}

// How probable each centre is for a noisy point (x, y) of the shares a and b, and the logarithm of
// the density there.
function weigh({ centres, deviation }, [a, b], x, y) {
  const variance = (a * deviation) ** 2 + b ** 2;
  const logs = centres.map(([u, v]) => -((x - a * u) ** 2 + (y - a * v) ** 2) / (2 * variance));
  const most = Math.max(...logs);
  const weights = logs.map((log) => Math.exp(log - most));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const log = most + Math.log(sum / centres.length / (2 * Math.PI * variance));
  return { weights: weights.map((weight) => weight / sum), variance, log };
}

// The means of data and noise, given what is seen at the shares a and b: no network guesses better.
function guessExactly(mixture, points, shares) {
  const [a, b] = shares;
  const data = new Float64Array(points.length);
  const noise = new Float64Array(points.length);
  for (let i = 0; i < points.length; i += 2) {
    const { weights, variance } = weigh(mixture, shares, points[i], points[i + 1]);
    for (const axis of [0, 1]) {
      const mean = weights.reduce((sum, weight, k) => sum + weight * mixture.centres[k][axis], 0);
      const apart = points[i + axis] - a * mean;
      data[i + axis] = mean + ((a * mixture.deviation ** 2) / variance) * apart;
      noise[i + axis] = (b / variance) * apart;
    }
  }
  return { data, noise };
}

// At each place the logarithm of the class's density, tilted: p(x | c)^(1 + w) / p(x)^w.
function tiltedLogs(mixture, places, shares, { wanted, w }) {
  const narrow = ofClass(mixture, wanted);
  const tilt = wanted === "all" ? 0 : w;
  return Float64Array.from({ length: places.length / 2 }, (_, i) => {
    const [x, y] = places.subarray(2 * i, 2 * i + 2);
    const log = weigh(narrow, shares, x, y).log;
    return tilt ? log + tilt * (log - weigh(mixture, shares, x, y).log) : log;
  });
}

// Draws from the tilted density of clean data: those of the class, each kept with the probability
// p(c | x)^w, which is at most 1.
function drawTilted(mixture, { wanted, w }, count, random) {
  const narrow = ofClass(mixture, wanted);
  const drawn = drawMixture(narrow, count, random).points;
  const kept = [];
  for (let i = 0; i < drawn.length; i += 2) {
    const [x, y] = drawn.subarray(i, i + 2);
    const log = weigh(narrow, [1, 0], x, y).log - weigh(mixture, [1, 0], x, y).log;
    const share = (Math.exp(log) * narrow.centres.length) / mixture.centres.length;
    if (random() < share ** w) kept.push(x, y);
  }
  return Float64Array.from(kept);
}

// Of each point the nearest of some centres, and how far it is.
function nearest(points, centres) {
  return Array.from({ length: points.length / 2 }, (_, i) => {
    const far = centres.map(([x, y]) => Math.hypot(points[2 * i] - x, points[2 * i + 1] - y));
    const distance = Math.min(...far);
    return { distance, which: far.indexOf(distance) };
  });
}
