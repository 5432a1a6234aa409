// The decoder as the figure's state holds it, and the picture that it draws.

// What the notebook stored: a decoder, and codes with their labels.
function readStored(model) {
  const view = model.get("labels");
  return {
    sizes: model.get("sizes"),
    weights: readHalves(model.get("weights")),
    codes: readHalves(model.get("codes")),
    labels: new Uint8Array(view.buffer, view.byteOffset, view.byteLength),
  };
}

// Linear layers with ReLU between them and a sigmoid at the end. Per layer the weights hold the
// matrix row by row, then the bias.
function decode({ weights, sizes }, z) {
  let x = z;
  let start = 0;
  for (let layer = 1; layer < sizes.length; layer++) {
    const inputs = sizes[layer - 1];
    const outputs = sizes[layer];
    const bias = start + inputs * outputs;
    const y = new Float32Array(outputs);
    for (let o = 0; o < outputs; o++) {
      let sum = weights[bias + o];
      for (let i = 0; i < inputs; i++) sum += weights[start + o * inputs + i] * x[i];
      y[o] = layer < sizes.length - 1 ? Math.max(0, sum) : 1 / (1 + Math.exp(-sum));
    }
    x = y;
    start = bias + outputs;
  }
  return x;
}
