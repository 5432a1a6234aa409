// A transformer's file: its weights, its sizes, and the characters that its tokens stand for.

function readTextAbout({ header }) {
  let sizes, alphabet;
  try {
    sizes = JSON.parse(header.__metadata__.sizes);
    alphabet = JSON.parse(header.__metadata__.symbols);
  } catch {
    refuse("a transformer with its sizes and symbols is needed, as explorer.save(…) writes it, and it says none");
  }
  const { width, heads, layers, context, positions } = sizes ?? {};
  for (const [name, size] of Object.entries({ width, heads, layers, context })) {
    if (!Number.isInteger(size) || size < 1) refuse(`a whole number is needed as ${name}, and it says ${size}`);
  }
  const rotary = positions === "rotary";
  if (width % heads || (rotary && (width / heads) % 2)) {
    refuse(`a width that the heads divide${rotary ? " into even parts" : ""} is needed, and it has ${width} and ${heads}`);
  }
  requireAlphabet(alphabet);
  return { alphabet, width, heads, layers, context, rotary };
}

function requireAlphabet(alphabet) {
  const letters = Array.isArray(alphabet) && alphabet.length > 1;
  if (!letters || new Set(alphabet).size !== alphabet.length) refuse("different symbols are needed, two or more, and it has none");
  const other = alphabet.find((symbol) => typeof symbol !== "string" || lettersOf(symbol).length !== 1);
  if (other !== undefined) refuse(`a model of single characters is needed, and one of its symbols is “${other}”`);
}

function fitting(tensor, name, shape) {
  const fits = tensor.shape.length === shape.length && shape.every((size, i) => size === tensor.shape[i]);
  if (!fits) refuse(`“${name}” of the shape (${shape.join(", ")}) is needed, and it has (${tensor.shape.join(", ")})`);
  if (!tensor.values.every(Number.isFinite)) refuse(`finite numbers are needed, and “${name}” has others`);
  return tensor;
}

const readNamed = (file, name) => readTensor(file, name) ?? refuse(`“${name}” is needed, and is missing`);

// What the file of one model is read with: a matrix, or a vector.
function createParts(file) {
  return {
    matrix: (name, ...shape) => fitting(readScaled(file, name), `${name}.weight`, shape),
    vector: (name, size) => fitting(readNamed(file, name), name, [size]).values,
  };
}

function readTextBlock({ matrix, vector }, name, width) {
  const norm = (part) => ({ gain: vector(`${name}.${part}.weight`, width), bias: vector(`${name}.${part}.bias`, width) });
  return {
    normAttention: norm("norm_attention"),
    project: matrix(`${name}.attention.project`, 3 * width, width),
    output: matrix(`${name}.attention.output`, width, width),
    normMlp: norm("norm_mlp"),
    widen: matrix(`${name}.mlp.0`, 4 * width, width),
    widenBias: vector(`${name}.mlp.0.bias`, 4 * width),
    narrow: matrix(`${name}.mlp.2`, width, 4 * width),
    narrowBias: vector(`${name}.mlp.2.bias`, width),
  };
}

// `buffer` is the whole file. Throws an error whose message is the reason.
function readTransformer(buffer) {
  const file = openCheckpoint(buffer);
  const about = readTextAbout(file);
  const { matrix, vector } = createParts(file);
  const { alphabet, width, layers, context, rotary } = about;
  return {
    ...about,
    tokens: new Map(alphabet.map((letter, token) => [letter, token])),
    embedding: matrix("embedding", alphabet.length, width),
    positions: rotary ? null : fitting(readNamed(file, "positions"), "positions", [context, width]),
    blocks: Array.from({ length: layers }, (_, l) => readTextBlock({ matrix, vector }, `blocks.${l}`, width)),
    norm: { gain: vector("norm.weight", width), bias: vector("norm.bias", width) },
    head: matrix("head", alphabet.length, width),
    headBias: vector("head.bias", alphabet.length),
  };
}
