// Where the figure stands, its scene: a slice, the places of A and B on it, what is chosen for each,
// how far the blend has gone, and how far each direction. And the input that this makes.

const DEGREE = Math.PI / 180;

// The weights of a slice's three codes at a place, degrees east and north. Their squares add up to
// 1, so that every place holds what is as likely as a draw from the prior.
function weightsAt([east, north]) {
  const around = Math.cos(DEGREE * north);
  return [around * Math.cos(DEGREE * east), around * Math.sin(DEGREE * east), Math.sin(DEGREE * north)];
}

const placeOf = ([a, b, c]) => [Math.atan2(b, a) / DEGREE, Math.asin(Math.min(1, Math.max(-1, c))) / DEGREE];

// Along the great circle from one place to another.
function between([from, to], t) {
  const [a, b] = [weightsAt(from), weightsAt(to)];
  const angle = Math.acos(Math.min(1, a.reduce((sum, part, i) => sum + part * b[i], 0)));
  if (angle < 1e-6) return a;
  const [less, more] = [(1 - t) * angle, t * angle].map((part) => Math.sin(part) / Math.sin(angle));
  return a.map((part, i) => less * part + more * b[i]);
}

// The generator's input: the code, then a share for each value that can be chosen.
function inputAt(held, scene, weights, blend) {
  const { latent, temperature, codes, vectors, conditions } = held;
  const input = [];
  for (let i = 0; i < latent; i++) {
    const drawn = weights.reduce((sum, part, k) => sum + part * codes[(3 * scene.slice + k) * latent + i], 0);
    input.push(vectors.reduce((sum, vector, k) => sum + scene.moves[k] * vector[i], temperature * drawn));
  }
  conditions.forEach(({ values }, k) => {
    const [a, b] = scene.chosen.map((chosen) => chosen[k]);
    input.push(...values.map((_, i) => (i === a) * (1 - blend) + (i === b) * blend));
  });
  return Float32Array.from(input);
}

const pictureAt = (held, scene, blend) => held.draw(inputAt(held, scene, between(scene.ends, blend), blend));

function firstScene({ conditions, directions }) {
  const chosen = conditions.map(() => 0);
  return { slice: 0, ends: SHARED.ends, chosen: [chosen, chosen], blend: 0, moves: directions.map(() => 0) };
}

// Whole degrees and hundredths, so that the numbers shown and linked to are the numbers drawn.
const onSlice = (place) => place.map((part) => Math.round(Math.min(SHARED.reach, Math.max(-SHARED.reach, part))) + 0);
const hundredths = (value) => Math.round(100 * value) / 100 + 0;

// In the page's address: generator=0_-40_0_40_0_0.5_3_1_3_5_1.2
const writeScene = ({ slice, ends, blend, chosen, moves }) => [slice, ...ends.flat(), blend, ...chosen.flat(), ...moves].join("_");

// Null for what the file doesn't offer.
function readScene(text, { slices, conditions, directions }) {
  const numbers = text.split("_").map((part) => (part.trim() === "" ? NaN : Number(part)));
  const [slice, a, b, c, d, blend, ...rest] = numbers;
  const chosen = [rest.splice(0, conditions.length), rest.splice(0, conditions.length)];
  const offered = (list) => list.every((k, i) => Number.isInteger(k) && k >= 0 && k < conditions[i].values.length);
  const fits =
    numbers.length === 6 + 2 * conditions.length + directions.length &&
    Number.isInteger(slice) && slice >= 0 && slice < slices &&
    [a, b, c, d].every((part) => Math.abs(part) <= SHARED.reach) &&
    blend >= 0 && blend <= 1 &&
    chosen.every(offered) &&
    rest.every((move, i) => Math.abs(move) <= directions[i].reach);
  return fits ? { slice, ends: [onSlice([a, b]), onSlice([c, d])], blend, chosen, moves: rest } : null;
}
