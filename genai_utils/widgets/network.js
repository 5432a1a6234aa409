// A small network of linear layers with a leaky ReLU between them: what it computes, its gradients,
// and Adam. A batch is a flat array, one example after the other.

const LEAK = SHARED.leak; // the leaky ReLU's slope left of 0

// A network's layers as views into one array of parameters, in PyTorch's order: of each layer the
// matrix row by row, one row an output, then the bias.
function viewLayers(sizes, parameters) {
  let start = 0;
  return sizes.slice(1).map((outputs, index) => {
    const inputs = sizes[index];
    const weight = parameters.subarray(start, (start += inputs * outputs));
    const bias = parameters.subarray(start, (start += outputs));
    return { inputs, outputs, weight, bias };
  });
}

function createNetwork(sizes) {
  const count = sizes.slice(1).reduce((sum, outputs, k) => sum + (sizes[k] + 1) * outputs, 0);
  const parameters = new Float64Array(count);
  return { sizes, parameters, layers: viewLayers(sizes, parameters) };
}

// PyTorch's own start: uniform, and the narrower the more inputs a unit has.
function initialize(network, random) {
  for (const { inputs, weight, bias } of network.layers) {
    for (const values of [weight, bias]) {
      for (let i = 0; i < values.length; i++) values[i] = (2 * random() - 1) / Math.sqrt(inputs);
    }
  }
}

// Every example times the matrix; `bias` is left out where only the change of a layer is wanted.
function multiply({ inputs, outputs, weight }, x, bias) {
  const y = new Float64Array((x.length / inputs) * outputs);
  for (let from = 0, to = 0; from < x.length; from += inputs) {
    for (let o = 0, w = 0; o < outputs; o++, to++) {
      let sum = bias ? bias[o] : 0;
      for (let i = 0; i < inputs; i++, w++) sum += weight[w] * x[from + i];
      y[to] = sum;
    }
  }
  return y;
}

// The same backwards: from the slope at a layer's outputs to the slope at its inputs.
function multiplyTransposed({ inputs, outputs, weight }, slope) {
  const x = new Float64Array((slope.length / outputs) * inputs);
  for (let from = 0, to = 0; from < x.length; from += inputs) {
    for (let o = 0, w = 0; o < outputs; o++, to++) {
      for (let i = 0; i < inputs; i++, w++) x[from + i] += weight[w] * slope[to];
    }
  }
  return x;
}

// The leaky ReLU keeps the sign, so the slope can be told from its value.
function scaleBySlope(values, activated) {
  for (let i = 0; i < values.length; i++) if (activated[i] <= 0) values[i] *= LEAK;
}

// What every layer hands on: the input itself, the hidden units, the output.
function forward({ layers }, x) {
  const values = [x];
  layers.forEach((layer, k) => {
    const y = multiply(layer, values[k], layer.bias);
    if (k < layers.length - 1) scaleBySlope(y, y);
    values.push(y);
  });
  return values;
}

// The slope of a loss at every layer's sum, given it at the output; the first entry is the slope at
// the network's input.
function backward({ layers }, values, slope) {
  const slopes = [slope];
  for (let k = layers.length - 1; k >= 0; k--) {
    slopes.unshift(multiplyTransposed(layers[k], slopes[0]));
    if (k > 0) scaleBySlope(slopes[0], values[k]);
  }
  return slopes;
}

// Adds to a gradient, for every weight: what came in, times the slope where it went.
function addGradient({ sizes }, gradient, incoming, slopes, withBias = true) {
  viewLayers(sizes, gradient).forEach(({ inputs, outputs, weight, bias }, k) => {
    const x = incoming[k];
    for (let from = 0, to = 0; from < x.length; from += inputs) {
      for (let o = 0, w = 0; o < outputs; o++, to++) {
        const slope = slopes[k + 1][to];
        for (let i = 0; i < inputs; i++, w++) weight[w] += slope * x[from + i];
        if (withBias) bias[o] += slope;
      }
    }
  });
}

// `betas` are the shares that the two running means keep at each step.
function createAdam(count, betas) {
  return { steps: 0, betas, mean: new Float64Array(count), square: new Float64Array(count) };
}

function updateByAdam(adam, parameters, gradient, rate) {
  adam.steps += 1;
  const [ofMean, ofSquare] = adam.betas;
  const [inMean, inSquare] = adam.betas.map((beta) => 1 - beta ** adam.steps);
  gradient.forEach((slope, i) => {
    adam.mean[i] += (1 - ofMean) * (slope - adam.mean[i]);
    adam.square[i] += (1 - ofSquare) * (slope * slope - adam.square[i]);
    const size = Math.sqrt(adam.square[i] / inSquare) + 1e-8;
    parameters[i] -= (rate * (adam.mean[i] / inMean)) / size;
  });
}
