// Weights that travel in one byte each.

// A tensor “….weight” as numbers, also when it travels in one byte each with a scale per row.
function readScaled(file, name) {
  const weight = readTensor(file, `${name}.weight`) ?? refuse(`“${name}.weight” is missing`);
  const scale = readTensor(file, `${name}.scale`);
  if (!scale) return weight;
  const rows = weight.shape[0];
  if (scale.values.length !== rows) refuse(`“${name}” needs ${rows} biases and scales`);
  const each = weight.values.length / rows;
  return { shape: weight.shape, values: weight.values.map((w, i) => w * scale.values[Math.floor(i / each)]) };
}
