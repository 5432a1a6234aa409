// A generator's file: layers, slices of the latent space, what can be chosen, and directions. The
// page's own weights are such a file, too, so both are read here.

const LARGEST_LAYER = 2 ** 20; // numbers that a layer gives

const words = (held) => Array.isArray(held) && held.length > 0 && held.every((word) => typeof word === "string");

// What the file says of itself, in JSON.
function readAbout({ header }) {
  let about;
  try {
    about = JSON.parse(header.__metadata__.generator);
  } catch {
    refuse("it holds no generator that explorer.save(…) has written");
  }
  const { layers, conditions, directions, temperature } = about ?? {};
  if (!Array.isArray(layers) || !layers.every(Array.isArray)) refuse("it doesn’t name its layers");
  if (!Array.isArray(conditions) || !conditions.every((held) => words(held?.values) && words([held.name]))) {
    refuse("what can be chosen has no names");
  }
  if (!Array.isArray(directions) || !directions.every((held) => words(held?.ends) && held.reach > 0)) {
    refuse("a direction has no two ends, or leads nowhere");
  }
  if (!(temperature > 0)) refuse("it has no temperature");
  return { ...about, slices: header.slices?.shape?.[0] ?? 0 };
}

function readCodesOf(file, name, shape) {
  const tensor = readTensor(file, name) ?? refuse(`“${name}” is missing`);
  const fits = tensor.shape.length === shape.length && shape.every((size, i) => (size ?? tensor.shape[i]) === tensor.shape[i]);
  if (!fits || !tensor.values.length) refuse(`“${name}” has the shape (${tensor.shape.join(", ")})`);
  if (!tensor.values.every(Number.isFinite)) refuse(`a number of “${name}” is not finite`);
  return tensor;
}

function buildLayers(file, steps, inputs) {
  let shape = [inputs];
  const runs = steps.map(([kind, ...rest]) => {
    if (!Object.hasOwn(LAYERS, kind)) refuse(`it has a layer of the kind “${kind}”`);
    const layer = LAYERS[kind](file, shape, ...rest);
    shape = layer.shape;
    if (count(shape) > LARGEST_LAYER) refuse("a layer gives more than a million numbers");
    return layer.run;
  });
  const [channels, side, width] = shape.length === 3 ? shape : [1, Math.sqrt(shape[0]), Math.sqrt(shape[0])];
  if (![1, 3].includes(channels) || side !== width || !Number.isInteger(side) || side > SHARED.largestSide) {
    refuse(`it gives ${shape.join(" × ")} numbers, which is no square picture that fits`);
  }
  return { channels, side, draw: (input) => runs.reduce((x, run) => run(x), input) };
}

// `buffer` is the whole file. Throws an error whose message is the reason.
function readGenerator(buffer) {
  const file = openCheckpoint(buffer);
  const about = readAbout(file);
  const codes = readCodesOf(file, "slices", [null, 3, null]);
  const latent = codes.shape[2];
  const vectors = about.directions.map((_, i) => readCodesOf(file, `direction.${i}`, [latent]).values);
  const chosen = about.conditions.reduce((sum, { values }) => sum + values.length, 0);
  const network = buildLayers(file, about.layers, latent + chosen);
  return { ...about, ...network, latent, vectors, codes: codes.values };
}
