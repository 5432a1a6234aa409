// The transformer, one position at a time. Every number on the way is kept in a record; the records
// of the positions before are the cache, since their keys and values are read again.

// The error function, by the series whose terms are all positive.
function erf(x) {
  if (Math.abs(x) > 6) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) sum += term *= (2 * x * x) / (2 * n + 1);
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

const gelu = (u) => (u / 2) * (1 + erf(u / Math.SQRT2));

const plus = (a, b) => a.map((value, i) => value + b[i]);

function meanAndVariance(x) {
  const mean = x.reduce((sum, v) => sum + v, 0) / x.length;
  return [mean, x.reduce((sum, v) => sum + (v - mean) ** 2, 0) / x.length];
}

function normalise({ gain, bias }, x) {
  const [mean, variance] = meanAndVariance(x);
  const root = Math.sqrt(variance + SHARED.epsilon);
  return x.map((v, i) => (gain[i] * (v - mean)) / root + bias[i]);
}

const angleOf = (position, pair, size) => position * SHARED.base ** (-2 * pair / size);

// Rotary positions: pairs of coordinates, each turned by its own speed times the position.
function turned(x, position, size) {
  const y = new Float32Array(x.length);
  for (let i = 0; i < x.length; i += 2) {
    const angle = angleOf(position, (i % size) / 2, size);
    y[i] = Math.cos(angle) * x[i] - Math.sin(angle) * x[i + 1];
    y[i + 1] = Math.sin(angle) * x[i] + Math.cos(angle) * x[i + 1];
  }
  return y;
}

// One head: the scores of the last record's query with all keys, their weights, and the mean.
function attend(blocks, head, size) {
  const from = head * size;
  const { askedBy } = blocks.at(-1);
  const scores = Float32Array.from(blocks, ({ foundBy }) => {
    let sum = 0;
    for (let i = from; i < from + size; i++) sum += askedBy[i] * foundBy[i];
    return sum / Math.sqrt(size);
  });
  const weights = Float32Array.from(softmax(scores));
  const mixed = new Float32Array(size);
  blocks.forEach(({ value }, u) => {
    for (let i = 0; i < size; i++) mixed[i] += weights[u] * value[from + i];
  });
  return { scores, weights, mixed };
}

// `before` are this block's records of the positions before.
function readBlock(held, block, input, before) {
  const size = held.width / held.heads;
  const norm = normalise(block.normAttention, input);
  const all = times(block.project, norm);
  const [query, key, value] = [0, 1, 2].map((part) => all.slice(part * held.width, (part + 1) * held.width));
  const place = (x) => (held.rotary ? turned(x, before.length, size) : x);
  const record = { input, norm, query, key, value, askedBy: place(query), foundBy: place(key) };
  const known = [...before, record];
  const heads = Array.from({ length: held.heads }, (_, head) => attend(known, head, size));
  const mixed = new Float32Array(held.width);
  heads.forEach((head, h) => mixed.set(head.mixed, h * size));
  const attended = times(block.output, mixed);
  const middle = plus(input, attended);
  const normMiddle = normalise(block.normMlp, middle);
  const bent = times(block.widen, normMiddle, block.widenBias).map(gelu);
  const mlp = times(block.narrow, bent, block.narrowBias);
  return { ...record, heads, mixed, attended, middle, normMiddle, bent, mlp, output: plus(middle, mlp) };
}

// The record of a token that stands behind the records of `cache`.
function readToken(held, cache, token) {
  const { width, embedding, positions } = held;
  const row = (table, r) => table.slice(r * width, (r + 1) * width);
  const embedded = row(embedding.values, token);
  const placed = positions ? row(positions.values, cache.length) : new Float32Array(width);
  let x = plus(embedded, placed);
  const blocks = held.blocks.map((block, l) => {
    const record = readBlock(held, block, x, cache.map(({ blocks: before }) => before[l]));
    x = record.output;
    return record;
  });
  const last = normalise(held.norm, x);
  return { token, embedded, placed, blocks, last, logits: times(held.head, last, held.headBias) };
}
