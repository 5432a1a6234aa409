// The reader's own checkpoint: a decoder, and codes if there are any, out of a safetensors file.
// Such a file is the length of a header in eight bytes, the header as JSON, then the numbers.

const LARGEST_FILE = 2 ** 26; // bytes; far more than a decoder of this figure needs
const READERS = {
  F16: [2, (view, at) => readHalf(view.getUint16(at, true))],
  F32: [4, (view, at) => view.getFloat32(at, true)],
  F64: [8, (view, at) => view.getFloat64(at, true)],
  U8: [1, (view, at) => view.getUint8(at)],
  I64: [8, (view, at) => Number(view.getBigInt64(at, true))],
};
// A decoder alone, a model that has one, or a training's checkpoint of such a model.
const LAYER = /^(|.*\bdecoder\.)(\d+)\.weight$/;

function refuse(reason) {
  throw new Error(reason);
}

function readHeader(view) {
  const size = view.byteLength < 8 ? Infinity : Number(view.getBigUint64(0, true));
  if (size > view.byteLength - 8) refuse("it is no safetensors file, or it was cut short");
  const text = new Uint8Array(view.buffer, 8, size);
  try {
    return [JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(text)), 8 + size];
  } catch {
    return refuse("it is no safetensors file: its header can’t be read");
  }
}

// One tensor's shape and numbers, or null if the file has none of this name.
function readTensor({ view, header, start }, name) {
  if (!Object.hasOwn(header, name)) return null;
  const { dtype, shape, data_offsets: ends } = header[name] ?? {};
  if (!Array.isArray(shape) || !Array.isArray(ends)) refuse(`“${name}” has no shape or no place`);
  if (!Object.hasOwn(READERS, dtype)) refuse(`“${name}” has numbers of the kind ${dtype}`);
  const [width, read] = READERS[dtype];
  const count = shape.reduce((product, size) => product * size, 1);
  if (ends[1] - ends[0] !== count * width) refuse(`“${name}” doesn’t hold what its shape says`);
  if (!(ends[0] >= 0) || start + ends[1] > view.byteLength) refuse("it was cut short");
  const at = (_, i) => read(view, start + ends[0] + i * width);
  return { shape, values: Float32Array.from({ length: count }, at) };
}

function layerNames(header) {
  const found = Object.keys(header).map((name) => LAYER.exec(name)).filter(Boolean);
  const first = found[0]?.[1];
  const numbers = found.map(([, , number]) => Number(number)).sort((a, b) => a - b);
  if (!found.length) refuse("it holds no decoder: nothing is named “0.weight” or “decoder.0.weight”");
  if (found.some(([, prefix]) => prefix !== first)) refuse("it holds more than one decoder");
  if (numbers.some((number, i) => number !== 2 * i)) {
    refuse(`its layers have the numbers ${numbers.join(", ")}, and need 0, 2, 4: a ReLU between two`);
  }
  return numbers.map((number) => `${first}${number}`);
}

function readDecoder(file) {
  const sizes = [2];
  const parts = [];
  for (const name of layerNames(file.header)) {
    const weight = readTensor(file, `${name}.weight`);
    const bias = readTensor(file, `${name}.bias`) ?? refuse(`“${name}.bias” is missing`);
    const [outputs, inputs] = weight.shape;
    if (weight.shape.length !== 2 || bias.values.length !== outputs || inputs !== sizes.at(-1)) {
      const shape = `(${weight.shape.join(", ")})`;
      refuse(`“${name}.weight” has the shape ${shape}, and needs ${sizes.at(-1)} inputs`);
    }
    sizes.push(outputs);
    parts.push(weight.values, bias.values);
  }
  const weights = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => (weights.set(part, at), at + part.length), 0);
  const side = Math.sqrt(sizes.at(-1));
  if (!Number.isInteger(side) || side < 1) refuse(`it draws ${sizes.at(-1)} pixels, which is no square`);
  if (!weights.every(Number.isFinite)) refuse("a weight is not a finite number");
  return { sizes, weights };
}

function readCodes(file) {
  const codes = readTensor(file, "codes");
  const labels = readTensor(file, "labels");
  if (!codes && !labels) return { codes: new Float32Array(0), labels: new Uint8Array(0) };
  const count = labels?.values.length;
  if (codes?.shape.join() !== `${count},2`) refuse("its codes are not one pair for each label");
  if (count > SHARED.mostCodes) refuse(`it holds ${count} codes, more than ${SHARED.mostCodes}`);
  if (codes.values.some(Number.isNaN)) refuse("a code is not a number");
  if (!labels.values.every((label) => SHARED.hues[label])) refuse("a label is none of 0 to 9");
  return { codes: codes.values, labels: Uint8Array.from(labels.values) };
}

// `buffer` is the whole file. Throws an error whose message is the reason.
function readCheckpoint(buffer) {
  const view = new DataView(buffer);
  const [header, start] = readHeader(view);
  if (header === null || typeof header !== "object") refuse("its header names no tensors");
  const file = { view, header, start };
  return { ...readDecoder(file), ...readCodes(file) };
}
