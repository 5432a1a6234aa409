// What the generator of the game is to imitate, and the measure of it.

// Two half circles, each open towards the other; a point on one of them, evenly.
function moon(random) {
  const { radius, left, down: low } = SHARED.moon;
  const side = random() < 0.5 ? 1 : -1;
  const angle = Math.PI * random();
  return [side * (radius * Math.cos(angle) - left), side * (radius * Math.sin(angle) - low)];
}

// A place that the data scatter around.
function place(kind, drawn, random) {
  if (kind === "moons") return moon(random);
  const places = SHARED.modes[kind] ?? drawn;
  return places[Math.floor(places.length * random())];
}

function drawData(kind, drawn, count, random) {
  const points = normalPoints(count, random, SHARED.deviation);
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = place(kind, drawn, random);
    points[i] += x;
    points[i + 1] += y;
  }
  return points;
}

// How many modes the samples cover, of how many, and the share of samples near one: as
// `genai_utils.metrics.mode_coverage`, within three deviations and at least one sample in a hundred.
function modeCoverage(kind, samples) {
  const modes = SHARED.modes[kind];
  if (!modes) return null;
  const near = modes.map(() => 0);
  for (let i = 0; i < samples.length; i += 2) {
    const distances = modes.map(([x, y]) => Math.hypot(samples[i] - x, samples[i + 1] - y));
    const nearest = distances.indexOf(Math.min(...distances));
    if (distances[nearest] <= 3 * SHARED.deviation) near[nearest] += 1;
  }
  const count = samples.length / 2;
  const covered = near.filter((good) => good >= count / 100).length;
  return { covered, modes: modes.length, good: near.reduce((a, b) => a + b) / count };
}
