// Every number of one position, and how it is made of the numbers before it: by its equation, in
// double precision, on another way than the network's. What both come to is compared on the page.

// What is looked at: a model, the records of a text, a position, a block, a head, and the shares.
const sizeOf = ({ held }) => held.width / held.heads;
const blockOf = ({ records, at, block }) => records[at].blocks[block];
const ofHead = (look, key) => blockOf(look)[key].subarray(look.head * sizeOf(look), (look.head + 1) * sizeOf(look));

// The stages that the model has, without those of the other kind of positions.
const stagesOf = ({ rotary }) =>
  SHARED.stages.filter(({ key }) => !(rotary ? ["placed"] : ["askedBy", "foundBy"]).includes(key));

function valuesOf(look, key) {
  const { where } = SHARED.stages.find((stage) => stage.key === key);
  if (key in look.shares) return look.shares[key];
  if (where === "in" || where === "out") return look.records[look.at][key];
  if (where === "block") return blockOf(look)[key];
  return blockOf(look).heads[look.head][key] ?? ofHead(look, key);
}

// A sum of products, each with the name of its first factor; `scale` divides it, `bias` is added.
function sumOf(name, first, second, { bias = 0, scale = 1, says = "" } = {}) {
  const terms = [...first].map((a, j) => ({ name: name(j), a, b: second(j), product: a * second(j) }));
  const sum = terms.reduce((total, { product }) => total + product, 0);
  return { terms, says, bias, scale, made: sum / scale + bias };
}

const rowOf = ({ shape: [, inputs], values }, o) => (j) => values[o * inputs + j];
const numbered = (first, second) => (j) => `${first} ${j + 1} · ${second}`;
const byParts = (made, says) => ({ made, says, terms: [] });
const short = (digits) => (value) =>
  value && Math.abs(value) < 0.001 ? value.toExponential(digits - 2).replace("-", "−") : fixed(value, digits);
const four = short(4);
const exactly = short(6);

function normOf({ gain, bias }, x, i) {
  const [mean, variance] = meanAndVariance(Float64Array.from(x));
  const made = (gain[i] * (x[i] - mean)) / Math.sqrt(variance + SHARED.epsilon) + bias[i];
  return byParts(made, `${four(gain[i])} · (${four(x[i])} − ${four(mean)}) / √(${four(variance)} + 10⁻⁵) + ${four(bias[i])}`);
}

function projected(look, part, i) {
  const o = part * look.held.width + look.head * sizeOf(look) + i;
  return sumOf(numbered("norm", ["W_Q", "W_K", "W_V"][part]), blockOf(look).norm, rowOf(look.held.blocks[look.block].project, o));
}

function turnedBy(look, key, i) {
  const x = ofHead(look, key);
  const pair = i - (i % 2);
  const angle = look.at / SHARED.base ** (pair / sizeOf(look));
  const [a, b] = i % 2 ? [Math.sin(angle), Math.cos(angle)] : [Math.cos(angle), -Math.sin(angle)];
  const says = `turned by position ${look.at} times its speed: ${four(angle)} rad`;
  return sumOf((j) => `number ${pair + j + 1}`, x.subarray(pair, pair + 2), (j) => [a, b][j], { says });
}

const added = (a, b) => byParts(a + b, `${four(a)} + ${four(b)}`);

// A share: its exponential over the sum of all.
function shareOf(values, i) {
  const largest = Math.max(...values);
  const sum = values.reduce((total, a) => total + Math.exp(a - largest), 0);
  return byParts(Math.exp(values[i] - largest) / sum, `exp(${four(values[i])}) / (the sum of ${values.length} such exponentials)`);
}

function powerOf({ shares: { own, drawn } }, { temperature }, i) {
  if (drawn[i] === 0) return byParts(0, "it isn’t among those that may stay, A");
  const power = (p) => p ** (1 / temperature);
  const kept = [...own].filter((_, j) => drawn[j] > 0);
  const made = power(own[i]) / kept.reduce((sum, p) => sum + power(p), 0);
  return byParts(made, `${four(own[i])} to the power 1/${temperature}, divided by the sum of such powers of the ${kept.length} that stay`);
}

const HOW = {
  embedded: ({ held, records, at }, i) =>
    byParts(held.embedding.values[records[at].token * held.width + i], "read from the row of this character in the table"),
  placed: ({ held, at }, i) =>
    byParts(held.positions.values[at * held.width + i], "read from the row of this position in the table"),
  input: (look, i) => {
    const { embedded, placed, blocks } = look.records[look.at];
    if (look.block === 0) return { ...added(embedded[i], placed[i]), equation: "eq-token-embedding" };
    return byParts(blocks[look.block - 1].output[i], `what leaves block ${look.block}`);
  },
  norm: (look, i) => normOf(look.held.blocks[look.block].normAttention, blockOf(look).input, i),
  query: (look, i) => projected(look, 0, i),
  key: (look, i) => projected(look, 1, i),
  askedBy: (look, i) => turnedBy(look, "query", i),
  foundBy: (look, i) => turnedBy(look, "key", i),
  value: (look, i) => projected(look, 2, i),
  scores: (look, u) => {
    const key = ofHead({ ...look, at: u }, "foundBy");
    const scale = Math.sqrt(sizeOf(look));
    return sumOf(numbered("query", "key"), ofHead(look, "askedBy"), (j) => key[j], { scale });
  },
  weights: (look, u) => shareOf(valuesOf(look, "scores"), u),
  mixed: (look, i) =>
    sumOf(
      (u) => `weight · value of “${seen(look.letters[u])}” at ${u + 1}`,
      valuesOf(look, "weights"),
      (u) => ofHead({ ...look, at: u }, "value")[i],
    ),
  attended: (look, i) => sumOf(numbered("heads’ output", "W_O"), blockOf(look).mixed, rowOf(look.held.blocks[look.block].output, i)),
  middle: (look, i) => added(blockOf(look).input[i], blockOf(look).attended[i]),
  normMiddle: (look, i) => normOf(look.held.blocks[look.block].normMlp, blockOf(look).middle, i),
  bent: (look, i) => {
    const { widen, widenBias } = look.held.blocks[look.block];
    const inside = sumOf(numbered("norm", "W₁"), blockOf(look).normMiddle, rowOf(widen, i), { bias: widenBias[i] });
    const half = (1 + erf(inside.made / Math.SQRT2)) / 2;
    return { ...inside, made: inside.made * half, says: `u · Φ(u) with u = ${four(inside.made)} and Φ(u) = ${four(half)}; u is` };
  },
  mlp: (look, i) => {
    const { narrow, narrowBias } = look.held.blocks[look.block];
    return sumOf(numbered("inside", "W₂"), blockOf(look).bent, rowOf(narrow, i), { bias: narrowBias[i] });
  },
  output: (look, i) => added(blockOf(look).middle[i], blockOf(look).mlp[i]),
  last: (look, i) => normOf(look.held.norm, look.records[look.at].blocks.at(-1).output, i),
  logits: ({ held, records, at }, i) =>
    sumOf(numbered("norm", "W_C"), records[at].last, rowOf(held.head, i), { bias: held.headBias[i] }),
  own: (look, i) => shareOf(valuesOf(look, "logits"), i),
  drawn: (look, i) => powerOf(look, look.scene, i),
};

// What a character looks like where a space or a new line would be invisible.
const seen = (letter) => SHARED.visible[letter] ?? letter;

// What a number of a stage belongs to, in words.
function nameOf({ held, letters }, key, i, count) {
  if (["scores", "weights"].includes(key)) return `for “${seen(letters[i])}” at ${i + 1}`;
  if (["logits", "own", "drawn"].includes(key)) return `of “${seen(held.alphabet[i])}”`;
  return `number ${i + 1} of ${count}`;
}

function near(made, value) {
  const [share, besides] = SHARED.agrees;
  return Math.abs(made - value) <= share * Math.abs(value) + besides;
}

// A number of a stage: what it is, and what it is made of.
function trace(look, key, i) {
  const values = valuesOf(look, key);
  const how = HOW[key](look, i);
  return { value: values[i], name: nameOf(look, key, i, values.length), agrees: near(how.made, values[i]), ...how };
}
