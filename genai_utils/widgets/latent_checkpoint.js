// The reader's own checkpoint: a decoder, and codes if there are any, out of a safetensors file.

// A decoder alone, a model that has one, or a training's checkpoint of such a model.
const LAYER = /^(|.*\bdecoder\.)(\d+)\.weight$/;

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

function readCheckpoint(buffer) {
  const file = openCheckpoint(buffer);
  return { ...readDecoder(file), ...readCodes(file) };
}
