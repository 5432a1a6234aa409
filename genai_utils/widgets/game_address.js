// The settings in the page's address: a preset and a seed, gan=rescue_3, or with "own" all of them,
// gan=own_3_grid_wasserstein_0.001_0.004, and after these the points of a drawing.

const pairs = (flat) => flat.flatMap((x, i) => (i % 2 ? [] : [[x, flat[i + 1]]]));

function writeSettings(model) {
  const run = [model.get("preset"), model.get("seed")];
  if (run[0] !== "own") return run.join("_");
  for (const key of ["data", "loss", "generator_rate", "discriminator_rate"]) run.push(model.get(key));
  const points = model.get("data") === "drawing" ? model.get("points").flat() : [];
  return [...run, ...points.map((value) => value.toFixed(2))].join("_");
}

function readOwn([data, loss, ...numbers]) {
  const [generator_rate, discriminator_rate, ...flat] = numbers.map(Number);
  const offered =
    Object.hasOwn(SHARED.data, data ?? "") &&
    Object.hasOwn(SHARED.losses, loss ?? "") &&
    [generator_rate, discriminator_rate].every((rate) => SHARED.rates.includes(rate));
  const drawn = flat.length % 2 === 0 && flat.length <= 2 * SHARED.mostPoints;
  if (!offered || !drawn || !flat.every((value) => Math.abs(value) <= SHARED.extent)) return null;
  return { data, loss, generator_rate, discriminator_rate, points: pairs(flat) };
}

// What the page doesn't offer is passed over as a whole.
function readSettings(text) {
  const [preset, digits, ...rest] = text.split("_");
  const seed = /^\d+$/.test(digits) ? Number(digits) : Infinity;
  if (!Object.hasOwn(SHARED.presets, preset) || seed > SHARED.largestSeed) return {};
  const settings = preset === "own" ? readOwn(rest) : SHARED.presets[preset].start;
  return settings ? { ...settings, preset, seed } : {};
}

const address = { name: "gan", write: writeSettings, read: readSettings };
