// The mark of synthesis and its test, as `audio.marked` and `audio.mark_score` have them.

// Of each frequency the band of the mark that it lies in, or −1.
function markBands() {
  const [low, high] = SHARED.markEdges.map(toMel);
  return Array.from({ length: ROWS }, (_, k) => {
    const hertz = (k * SHARED.sampleRate) / SHARED.size;
    const edge = (band) => toHertz(low + ((high - low) * band) / SHARED.markBands);
    const band = Math.floor(((toMel(hertz) - low) / (high - low)) * SHARED.markBands);
    // An edge belongs to the band above it; a logarithm may fall on either side of it.
    const found = [band - 1, band, band + 1].find((b) => hertz >= edge(b) && hertz < edge(b + 1)) ?? -1;
    return found < SHARED.markBands ? found : -1;
  });
}

// A key's signs, block after block.
function markSigns(key, blocks) {
  const next = createTwister(key);
  return Int8Array.from({ length: blocks * SHARED.markBands }, () => 2 * (next() % 2) - 1);
}

// `eq-mark`.
function marked(samples, key) {
  const spectrum = stft(samples);
  const bands = markBands();
  const signs = markSigns(key, Math.ceil(spectrum.count / SHARED.markLong));
  for (let i = 0; i < spectrum.real.length; i++) {
    const band = bands[i % ROWS];
    if (band < 0) continue;
    const block = Math.floor(i / ROWS / SHARED.markLong);
    const gain = Math.exp(SHARED.markStrength * signs[block * SHARED.markBands + band]);
    spectrum.real[i] *= gain;
    spectrum.imaginary[i] *= gain;
  }
  return istft(spectrum, samples.length);
}

// How far each number lies above the mean of its two neighbours, `apart` places away; an end repeats.
function aboveNeighbours(levels, apart, place, count) {
  return levels.map((level, i) => {
    const at = place(i);
    const before = levels[at > 0 ? i - apart : i];
    const after = levels[at < count - 1 ? i + apart : i];
    return level - (before + after) / 2;
  });
}

// How much louder each cell is than those around it, block after block.
function markCells(samples) {
  const { count, real, imaginary } = stft(samples);
  const bands = markBands();
  const blocks = Math.floor(count / SHARED.markLong);
  const power = zeros(blocks * SHARED.markBands);
  for (let i = 0; i < blocks * SHARED.markLong * ROWS; i++) {
    const band = bands[i % ROWS];
    if (band < 0) continue;
    const cell = Math.floor(i / ROWS / SHARED.markLong) * SHARED.markBands + band;
    power[cell] += (real[i] ** 2 + imaginary[i] ** 2) / MIDDLE ** 2 / SHARED.markLong;
  }
  const levels = power.map((sum) => Math.log(sum + SHARED.markSilent ** 2) / 2);
  const inTime = aboveNeighbours(levels, SHARED.markBands, (i) => Math.floor(i / SHARED.markBands), blocks);
  const inBoth = aboveNeighbours(inTime, 1, (i) => i % SHARED.markBands, SHARED.markBands);
  return inBoth.map((level) => Math.min(SHARED.markLimit, Math.max(-SHARED.markLimit, level)));
}

// `eq-mark-score`.
function markScore(samples, key) {
  const cells = markCells(samples);
  const signs = markSigns(key, cells.length / SHARED.markBands);
  return dot(cells, signs) / Math.sqrt(dot(cells, cells));
}
