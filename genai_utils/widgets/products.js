// What networks that read a row one by one compute of it.

// A matrix (outputs, inputs) times a vector.
function times({ shape: [outputs, inputs], values }, x, bias) {
  const y = new Float32Array(outputs);
  for (let o = 0; o < outputs; o++) {
    let sum = bias ? bias[o] : 0;
    for (let i = 0, w = o * inputs; i < inputs; i++, w++) sum += values[w] * x[i];
    y[o] = sum;
  }
  return y;
}

// Shares that sum to 1; a logit of −∞ has none.
function softmax(logits) {
  const largest = Math.max(...logits);
  const parts = Float64Array.from(logits, (a) => Math.exp(a - largest));
  const sum = parts.reduce((total, part) => total + part, 0);
  return parts.map((part) => part / sum);
}
