// A network learns in the page, from draws of the data.

const BATCH = 128;
const RATE = 0.003;
const BETAS = [0.9, 0.999];
const JUDGES = 2000; // draws on which losses are compared

// Draws of data and noise, each at a time of its own on the method's curve, and what the network is
// to say there: the velocity of the straight path, or the noise. Some classes are hidden.
function drawBatch(mixture, method, count, random) {
  const drawn = drawMixture(mixture, count, random);
  const noise = normalPoints(count, random);
  const times = Float64Array.from({ length: count }, random);
  const labels = drawn.labels.map((label) => (random() < SHARED.dropped ? "all" : label));
  return lay(drawn.points, noise, times, labels, method);
}

function lay(data, noise, times, labels, method) {
  const straight = times.map((time) => {
    const [a, b] = CURVES[method](time);
    return a / (a + b);
  });
  const points = data.map((value, i) => {
    const share = straight[i >> 1];
    return share * value + (1 - share) * noise[i];
  });
  const targets = method === "flow" ? data.map((value, i) => value - noise[i]) : noise;
  return { points, times: straight, labels, targets };
}

// The mean squared error, and its slope at every answer.
function squaredError(answers, targets) {
  const count = answers.length / 2;
  const apart = answers.map((answer, i) => answer - targets[i]);
  const loss = apart.reduce((sum, value) => sum + value ** 2, 0) / count;
  return [loss, apart.map((value) => (2 * value) / count)];
}

function lossAndGradient(network, { points, times, labels, targets }) {
  const values = forward(network, tellNetwork(points, times, labels));
  const [loss, slope] = squaredError(values.at(-1), targets);
  const gradient = new Float64Array(network.parameters.length);
  addGradient(network, gradient, values, backward(network, values, slope));
  return { loss, gradient };
}

function createLearner(method, random) {
  const network = createNetwork(SHARED.learningSizes);
  initialize(network, random);
  const adam = createAdam(network.parameters.length, BETAS);
  return { network, adam, learns: method, rounds: 0, history: createHistory(), random };
}

function learnOne(learner, batch) {
  const { network, adam, history } = learner;
  const { loss, gradient } = lossAndGradient(network, batch);
  updateByAdam(adam, network.parameters, gradient, RATE);
  history.add([loss]);
  learner.rounds += 1;
}

// What the network and what the exact formula pay on the same draws; the second is the least that
// any network can pay, C of eq. eq-flow-gradient.
function compareLosses(learner, mixture, random, count = JUDGES) {
  const batch = drawBatch(mixture, learner.learns, count, random);
  const best = new Float64Array(batch.targets.length);
  batch.labels.forEach((label, i) => {
    const [at, time] = [batch.points.subarray(2 * i, 2 * i + 2), batch.times[i]];
    const { data, noise } = guessExactly(ofClass(mixture, label), at, [time, 1 - time]);
    for (const axis of [0, 1]) {
      best[2 * i + axis] = learner.learns === "flow" ? data[axis] - noise[axis] : noise[axis];
    }
  });
  const told = tellNetwork(batch.points, batch.times, batch.labels);
  const answers = forward(learner.network, told).at(-1);
  return [answers, best].map((guess) => squaredError(guess, batch.targets)[0]);
}
