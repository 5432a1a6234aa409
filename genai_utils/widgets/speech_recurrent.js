// Layers of the speech networks: a matrix with its bias, and PyTorch's GRU. Rows are arrays.

const linear = (layer, x) => times(layer, x, layer.bias);

const logistic = (a) => 1 / (1 + Math.exp(-a));

function joined(...rows) {
  const all = new Float32Array(rows.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const row of rows) {
    all.set(row, at);
    at += row.length;
  }
  return all;
}

// The state after `x`: reset and update gates, then what is new.
function gruStep({ input, hidden }, x, state) {
  const width = state.length;
  const [a, b] = [linear(input, x), linear(hidden, state)];
  return state.map((before, i) => {
    const reset = logistic(a[i] + b[i]);
    const update = logistic(a[width + i] + b[width + i]);
    const fresh = Math.tanh(a[2 * width + i] + reset * b[2 * width + i]);
    return (1 - update) * fresh + update * before;
  });
}

const restOf = (layer) => new Float32Array(layer.hidden.shape[1]);

function runGru(layer, rows) {
  let state = restOf(layer);
  return rows.map((row) => (state = gruStep(layer, row, state)));
}

// Both ways, what comes from the left first.
function runBothWays({ forth, back }, rows) {
  const right = runGru(back, [...rows].reverse()).reverse();
  return runGru(forth, rows).map((left, i) => joined(left, right[i]));
}
