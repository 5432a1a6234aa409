// The arithmetic of a GAN in two dimensions: two small networks, their gradients, three pairs of
// losses, Adam. A batch is a flat array, one example after the other.

const LEAK = SHARED.leak; // the leaky ReLU's slope left of 0
const BETAS = [0.5, 0.999]; // Adam's; the usual 0.9 keeps pushing where the other player was

const sigmoid = (a) => 1 / (1 + Math.exp(-a));
const softplus = (a) => Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a)));

// Of each score: the loss and its slope. A penalty weighs the critic's gradient penalty.
const logistic = {
  real: (score) => [softplus(-score), -sigmoid(-score)],
  fake: (score) => [softplus(score), sigmoid(score)],
  penalty: 0,
};
const LOSSES = {
  "non-saturating": { ...logistic, generator: (score) => [softplus(-score), -sigmoid(-score)] },
  saturating: { ...logistic, generator: (score) => [-softplus(score), -sigmoid(score)] },
  wasserstein: {
    real: (score) => [-score, -1],
    fake: (score) => [score, 1],
    generator: (score) => [-score, -1],
    penalty: 1,
  },
};

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

// How the hidden units and the output change when the input moves in a direction: `forward` without
// biases, each unit on the side of 0 where it was.
function push({ layers }, values, direction) {
  const changes = [direction];
  layers.forEach((layer, k) => {
    const change = multiply(layer, changes[k]);
    if (k < layers.length - 1) scaleBySlope(change, values[k + 1]);
    changes.push(change);
  });
  return changes;
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

// The mean loss over scores, and its slope at each of them.
function meanLoss(lossOf, scores) {
  const pairs = Array.from(scores, lossOf);
  const loss = pairs.reduce((sum, [value]) => sum + value, 0) / pairs.length;
  return [loss, Float64Array.from(pairs, ([, slope]) => slope / pairs.length)];
}

// The penalty on a critic whose slope between data and fakes isn't 1, the mean of (|g| − 1)², added
// to the gradient with a weight. Between kinks the critic is linear, so g is a product of its
// matrices; and the gradient of v·g, with v = ∂penalty/∂g held fixed, is that of the change of the
// score when its input moves by v. Biases have no part in it.
function addPenalty(critic, gradient, between, weight) {
  const n = between.length / 2;
  const values = forward(critic, between);
  const slopes = backward(critic, values, new Float64Array(n).fill(1));
  const direction = new Float64Array(2 * n);
  let penalty = 0;
  for (let e = 0; e < n; e++) {
    const [gx, gy] = slopes[0].subarray(2 * e, 2 * e + 2);
    const steepness = Math.sqrt(gx * gx + gy * gy + 1e-12); // as in genai_utils.losses
    penalty += (steepness - 1) ** 2 / n;
    const factor = (weight * 2 * (steepness - 1)) / steepness / n;
    direction.set([factor * gx, factor * gy], 2 * e);
  }
  addGradient(critic, gradient, push(critic, values, direction), slopes, false);
  return penalty;
}

// The discriminator's loss and gradient. `mix` says how far along the way from a fake (0) to its
// data point (1) the critic's slope is looked at.
function discriminatorGradient(network, kind, real, fake, mix) {
  const gradient = new Float64Array(network.parameters.length);
  let total = 0;
  for (const [points, lossOf] of [[real, kind.real], [fake, kind.fake]]) {
    const values = forward(network, points);
    const [loss, slope] = meanLoss(lossOf, values.at(-1));
    addGradient(network, gradient, values, backward(network, values, slope));
    total += loss;
  }
  if (kind.penalty) {
    const between = real.map((x, i) => fake[i] + mix[i >> 1] * (x - fake[i]));
    total += kind.penalty * addPenalty(network, gradient, between, kind.penalty);
  }
  return { loss: total, gradient };
}

// The generator's loss and gradient: through the discriminator, which doesn't learn from it.
function generatorGradient(generator, discriminator, kind, made) {
  const judged = forward(discriminator, made.at(-1));
  const [loss, slope] = meanLoss(kind.generator, judged.at(-1));
  const atSamples = backward(discriminator, judged, slope)[0];
  const gradient = new Float64Array(generator.parameters.length);
  addGradient(generator, gradient, made, backward(generator, made, atSamples));
  return { loss, gradient };
}

function createAdam(count) {
  return { steps: 0, mean: new Float64Array(count), square: new Float64Array(count) };
}

function updateByAdam(adam, parameters, gradient, rate) {
  adam.steps += 1;
  const [inMean, inSquare] = BETAS.map((beta) => 1 - beta ** adam.steps);
  gradient.forEach((slope, i) => {
    adam.mean[i] += (1 - BETAS[0]) * (slope - adam.mean[i]);
    adam.square[i] += (1 - BETAS[1]) * (slope * slope - adam.square[i]);
    const size = Math.sqrt(adam.square[i] / inSquare) + 1e-8;
    parameters[i] -= (rate * (adam.mean[i] / inMean)) / size;
  });
}

function createGame(units, random) {
  const generator = createNetwork([2, units, units, 2]);
  const discriminator = createNetwork([2, units, units, 1]);
  for (const network of [generator, discriminator]) {
    initialize(network, random);
    network.adam = createAdam(network.parameters.length);
  }
  return { generator, discriminator };
}

// One round: the discriminator learns from data and fakes, then the generator from the discriminator
// as it is now. Returns both losses.
function playRound({ generator, discriminator }, kind, rates, { real, noise, mix }) {
  const made = forward(generator, noise);
  const first = discriminatorGradient(discriminator, kind, real, made.at(-1), mix);
  updateByAdam(discriminator.adam, discriminator.parameters, first.gradient, rates.discriminator);
  const second = generatorGradient(generator, discriminator, kind, made);
  updateByAdam(generator.adam, generator.parameters, second.gradient, rates.generator);
  return [first.loss, second.loss];
}
