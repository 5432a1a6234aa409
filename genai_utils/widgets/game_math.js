// The arithmetic of a GAN in two dimensions: three pairs of losses, and the gradients of both players.

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

function createGame(units, random) {
  const generator = createNetwork([2, units, units, 2]);
  const discriminator = createNetwork([2, units, units, 1]);
  for (const network of [generator, discriminator]) {
    initialize(network, random);
    network.adam = createAdam(network.parameters.length, BETAS);
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
