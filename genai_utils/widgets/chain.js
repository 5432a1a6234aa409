// A chain of linear layers out of a safetensors file.

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

// Its sizes and its weights, of each layer the matrix and the bias.
function readChain(file, inputs) {
  const sizes = [inputs];
  const parts = [];
  for (const name of layerNames(file.header)) {
    const weight = readTensor(file, `${name}.weight`);
    const bias = readTensor(file, `${name}.bias`) ?? refuse(`“${name}.bias” is missing`);
    const [rows, columns] = weight.shape;
    if (weight.shape.length !== 2 || bias.values.length !== rows || columns !== sizes.at(-1)) {
      const shape = `(${weight.shape.join(", ")})`;
      refuse(`“${name}.weight” has the shape ${shape}, and needs ${sizes.at(-1)} inputs`);
    }
    sizes.push(rows);
    parts.push(weight.values, bias.values);
  }
  const weights = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => (weights.set(part, at), at + part.length), 0);
  if (!weights.every(Number.isFinite)) refuse("a weight is not a finite number");
  return { sizes, weights };
}
