// A chain's file, as `speech.write` writes it: three networks, their symbols, and words with phones.

// A tensor with its numbers whole, also when it travels in a byte each. `null` in a shape is free.
function readSpeechTensor(file, name, ...shape) {
  const tensor = readTensor(file, name) ?? refuse(`“${name}” is needed, and is missing`);
  const fits = tensor.shape.length === shape.length && shape.every((size, i) => size === null || size === tensor.shape[i]);
  if (!fits) refuse(`“${name}” of the shape (${shape.map((size) => size ?? "any").join(", ")}) is needed, and it has (${tensor.shape.join(", ")})`);
  const scale = readTensor(file, `${name}.scale`);
  const each = tensor.values.length / tensor.shape[0];
  if (scale && scale.values.length !== tensor.shape[0]) refuse(`“${name}.scale” needs a number for each of ${tensor.shape[0]} rows`);
  const values = scale ? tensor.values.map((w, i) => w * scale.values[Math.floor(i / each)]) : tensor.values;
  if (!values.every(Number.isFinite)) refuse(`finite numbers are needed, and “${name}” has others`);
  return { shape: tensor.shape, values };
}

// What the file of one chain is read with.
function createSpeechParts(file) {
  const matrix = (name, outputs, inputs) => readSpeechTensor(file, `${name}.weight`, outputs, inputs);
  const vector = (name, size) => readSpeechTensor(file, name, size).values;
  const layer = (name, outputs, inputs) => ({ ...matrix(name, outputs, inputs), bias: vector(`${name}.bias`, outputs) });
  function gru(name, end, inputs, width) {
    const part = (kind, size) => ({
      ...readSpeechTensor(file, `${name}.weight_${kind}_${end}`, 3 * width, size),
      bias: vector(`${name}.bias_${kind}_${end}`, 3 * width),
    });
    return { input: part("ih", inputs), hidden: part("hh", width) };
  }
  const bothWays = (name, end, inputs, width) => ({
    forth: gru(name, end, inputs, width),
    back: gru(name, `${end}_reverse`, inputs, width),
  });
  const widthOf = (name) => readSpeechTensor(file, name, null, null).shape[1];
  return { matrix, vector, layer, gru, bothWays, widthOf };
}

function readPronouncer({ matrix, layer, gru, bothWays, widthOf }) {
  const width = widthOf("pronouncer.query.weight");
  const size = widthOf("pronouncer.read.weight");
  const phones = SHARED.phones.length + 1;
  const reader = [size, width].map((inputs, l) => bothWays("pronouncer.reader", `l${l}`, inputs, width / 2));
  return {
    read: matrix("pronouncer.read", SHARED.letters.length + 1, size),
    reader,
    written: matrix("pronouncer.written", phones, size),
    first: gru("pronouncer.first", "l0", size, width),
    query: matrix("pronouncer.query", width, width),
    second: gru("pronouncer.second", "l0", 2 * width, width),
    scores: layer("pronouncer.scores", phones, 2 * width),
  };
}

function readSpeaker({ matrix, vector, layer, gru, bothWays, widthOf }) {
  const size = widthOf("speaker.before.0.weight");
  const given = widthOf("speaker.symbols.weight");
  const [heard, width, spread] = ["encoder", "frames", "memory"].map((name) => widthOf(`speaker.${name}.weight_hh_l0`));
  const seen = widthOf("speaker.memory.weight_ih_l0") - 2 * width;
  return {
    symbols: matrix("speaker.symbols", SYMBOLS.length, given),
    encoder: bothWays("speaker.encoder", "l0", given + 1, heard),
    duration: layer("speaker.duration", 1, 2 * heard),
    frames: bothWays("speaker.frames", "l0", 2 * heard + 2, width),
    mean: layer("speaker.mean", size, 2 * width),
    voice: layer("speaker.voice", 1, 2 * width),
    before: layer("speaker.before.0", seen, size),
    memory: gru("speaker.memory", "l0", 2 * width + seen, spread),
    drawing: layer("speaker.drawing", 2 * size, 2 * width + spread),
    centre: vector("speaker.centre", size),
    scale: vector("speaker.scale", size),
  };
}

// The words that the file says how to say, and that its symbols are ours.
function readSpeechAbout({ header }) {
  const { symbols, words = "{}" } = header.__metadata__ ?? {};
  if (symbols !== SYMBOLS.join(" ")) refuse("a chain with the symbols of this page is needed, as explorer.save(…) writes it, and it has others or none");
  let listed;
  try {
    listed = Object.entries(JSON.parse(words)).map(([word, phones]) => [word, phones.split(" ")]);
  } catch {
    refuse("words with their phones are needed, and its list can’t be read");
  }
  const wrong = listed.find(([, phones]) => !phones.every((phone) => SHARED.phones.includes(phone)));
  if (wrong) refuse(`phones of the dictionary are needed, and “${wrong[0]}” has others`);
  return { words: new Map(listed) };
}

// `buffer` is the whole file. Throws an error whose message is the reason.
function readVoice(buffer) {
  const file = openCheckpoint(buffer);
  const about = readSpeechAbout(file);
  const parts = createSpeechParts(file);
  const hidden = parts.layer("vocoder.choose.0", null, SHARED.kept + 1);
  const out = parts.layer("vocoder.choose.2", 2 * SHARED.responses, hidden.shape[0]);
  return { ...about, pronouncer: readPronouncer(parts), speaker: readSpeaker(parts), vocoder: { hidden, out } };
}
