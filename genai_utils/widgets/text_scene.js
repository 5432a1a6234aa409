// Where the figure stands, in the page's address and for a file of the reader's own.

const STAGE_KEYS = SHARED.stages.map(({ key }) => key);

const openingScene = (text, alphabet) => ({ ...SHARED.first, text, keep: Math.min(SHARED.first.keep, alphabet.length) });

// In the page's address: text=0.8_20_0.95_0_0_-1_0_0_weights_-1_0_The text
function writeTextScene(scene) {
  const { text, temperature, keep, mass, seed, greedy, at, block, head, stage, number, tour } = scene;
  return [temperature, keep, mass, seed, Number(greedy), at, block, head, stage, number, tour, text].join("_");
}

// Null for what the model doesn't offer.
function readTextScene(written, { alphabet, heads, layers }) {
  const parts = written.split("_");
  const text = parts.slice(11).join("_");
  const stage = parts[8];
  const numbers = parts.slice(0, 11).map((part, i) => (i === 8 ? 0 : part.trim() === "" ? NaN : Number(part)));
  const [temperature, keep, mass, seed, greedy, at, block, head, , number, tour] = numbers;
  const { length } = lettersOf(text);
  const [coldest, hottest] = SHARED.temperatures;
  const [narrowest, widest] = SHARED.masses;
  const whole = [
    [keep, 1, alphabet.length], [seed, 0, SHARED.largestSeed], [greedy, 0, 1], [at, -1, length - 1],
    [block, 0, layers - 1], [head, 0, heads - 1], [number, -1, Infinity], [tour, 0, SHARED.tour.length],
  ];
  const fits =
    temperature >= coldest && temperature <= hottest && mass >= narrowest && mass <= widest &&
    whole.every(([value, least, most]) => Number.isInteger(value) && value >= least && value <= most) &&
    STAGE_KEYS.includes(stage) && length >= 1 && length <= SHARED.longest &&
    lettersOf(text).every((letter) => alphabet.includes(letter));
  return fits ? { text, temperature, keep, mass, seed, greedy: greedy === 1, at, block, head, stage, number, tour } : null;
}
