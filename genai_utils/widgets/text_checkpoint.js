// A transformer's file: its weights, how many heads, and the characters that its tokens stand for.

function readTextAbout({ header }) {
  let about;
  try {
    about = JSON.parse(header.__metadata__.transformer);
  } catch {
    refuse("a transformer with its alphabet is needed, as explorer.save(…) of this figure writes it, and it holds none");
  }
  const { alphabet, heads, context, rotary } = about ?? {};
  const letters = Array.isArray(alphabet) && alphabet.every((a) => typeof a === "string" && lettersOf(a).length === 1);
  if (!letters || new Set(alphabet).size !== alphabet.length || alphabet.length < 2) {
    refuse("an alphabet of different single characters is needed, and it has none");
  }
  for (const [name, size] of Object.entries({ heads, context })) {
    if (!Number.isInteger(size) || size < 1) refuse(`a whole number of ${name} is needed, and it says ${size}`);
  }
  return { alphabet, heads, context, rotary: rotary === true };
}

function fitting(tensor, name, shape) {
  const fits = tensor.shape.length === shape.length && shape.every((size, i) => size === tensor.shape[i]);
  if (!fits) refuse(`“${name}” of the shape (${shape.join(", ")}) is needed, and it has (${tensor.shape.join(", ")})`);
  if (!tensor.values.every(Number.isFinite)) refuse(`finite numbers are needed, and “${name}” has others`);
  return tensor;
}

// What the file of one model is read with: a matrix, or a vector.
function createParts(file) {
  return {
    matrix: (name, ...shape) => fitting(readScaled(file, name), `${name}.weight`, shape),
    vector(name, size) {
      const found = readTensor(file, name) ?? refuse(`“${name}” is needed, and is missing`);
      return fitting(found, name, [size]).values;
    },
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
  const parts = createParts(file);
  const { shape, values } = readScaled(file, "embedding");
  const width = shape[1];
  const embedding = fitting({ shape, values }, "embedding.weight", [about.alphabet.length, width]);
  if (width % about.heads || (about.rotary && (width / about.heads) % 2)) {
    refuse(`a width that the heads divide${about.rotary ? " into even parts" : ""} is needed, and it has ${width} and ${about.heads}`);
  }
  const positions = about.rotary ? null : parts.matrix("positions", about.context, width);
  const blocks = [];
  while (Object.hasOwn(file.header, `blocks.${blocks.length}.norm_mlp.bias`)) {
    blocks.push(readTextBlock(parts, `blocks.${blocks.length}`, width));
  }
  if (!blocks.length) refuse("at least one block is needed, and it has none");
  const tokens = new Map(about.alphabet.map((letter, token) => [letter, token]));
  const norm = { gain: parts.vector("norm.weight", width), bias: parts.vector("norm.bias", width) };
  const head = parts.matrix("head", about.alphabet.length, width);
  const headBias = parts.vector("head.bias", about.alphabet.length);
  return { ...about, tokens, width, embedding, positions, blocks, norm, head, headBias };
}
