// The maps between the model's logits and the draw, one after the other, and the draw.

// Places from the largest number to the smallest; of equal ones the earlier first.
const ranked = (values) => [...values.keys()].sort((i, j) => values[j] - values[i] || i - j);

function truncate(logits, kept) {
  const may = new Set(kept);
  return logits.map((a, i) => (may.has(i) ? a : -Infinity));
}

const keepLargest = (logits, k) => (k >= logits.length ? logits : truncate(logits, ranked(logits).slice(0, k)));

// The fewest likeliest that have this mass: one stays if those before it don't have it yet.
function keepMass(logits, mass) {
  if (mass >= 1) return logits;
  const shares = softmax(logits);
  let before = 0;
  const kept = ranked(shares).filter((i) => {
    const stays = before < mass;
    before += shares[i];
    return stays;
  });
  return truncate(logits, kept);
}

// Shares of the next character: the model’s own, and those from which is drawn.
function sharesOf(logits, { temperature, keep, mass }) {
  const wide = Float64Array.from(logits);
  const colder = wide.map((a) => a / temperature);
  return { own: softmax(wide), drawn: softmax(keepMass(keepLargest(colder, keep), mass)) };
}

const bits = (shares) => shares.reduce((sum, p) => (p > 0 ? sum - p * Math.log2(p) : sum), 0);

// The random number of a place in the text depends on the seed and the place alone: a text that was
// stopped goes on as it would have gone on.
const randomAt = (seed, place) => createRandom(Math.imul(seed + 1, 0x2545f491) + place)();

function nextToken(logits, scene, place) {
  if (scene.greedy) return ranked(logits)[0];
  const { drawn } = sharesOf(logits, scene);
  let rest = randomAt(scene.seed, place);
  const order = ranked(drawn);
  return order.find((i) => (rest -= drawn[i]) < 0) ?? order[0];
}

// How many of the pieces in what was written stood before, in the text or in itself.
function repeated(letters, from, size) {
  const seen = new Set();
  let [old, all] = [0, 0];
  for (let end = size; end <= letters.length; end++) {
    const piece = letters.slice(end - size, end).join("");
    if (end - size >= from) {
      all++;
      old += seen.has(piece);
    }
    seen.add(piece);
  }
  return all ? old / all : 0;
}
