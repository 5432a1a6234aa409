// The mel scale and the cepstrum, as in `audio`: from the chain's frames to sizes of frequencies.

const toMel = (hertz) => 2595 * Math.log10(1 + hertz / 700);
const toHertz = (mel) => 700 * (10 ** (mel / 2595) - 1);

// Triangles equally wide in mel between 0 and half the rate, a row a band.
function melFilters(bands) {
  const edges = Array.from({ length: bands + 2 }, (_, i) => toHertz((toMel(SHARED.sampleRate / 2) * i) / (bands + 1)));
  return Array.from({ length: bands }, (_, band) => {
    const [left, centre, right] = edges.slice(band, band + 3);
    return Float64Array.from({ length: ROWS }, (__, k) => {
      const hertz = (k * SHARED.sampleRate) / SHARED.size;
      return Math.max(0, Math.min((hertz - left) / (centre - left), (right - hertz) / (right - centre)));
    });
  });
}

// The frequencies where a filter is above 0: the first, and one behind the last.
function reachOf(filter) {
  const first = filter.findIndex((share) => share > 0);
  return [first, filter.findLastIndex((share) => share > 0) + 1];
}

// Of each frequency what all filters give it together, times a number each.
function spreadBands(filters, reaches, numbers) {
  const sum = zeros(ROWS);
  reaches.forEach(([from, to], band) => {
    for (let k = from; k < to; k++) sum[k] += filters[band][k] * numbers[band];
  });
  return sum;
}

const dot = (a, b) => a.reduce((sum, value, i) => sum + value * b[i], 0);

// Gives the log-mel values of a frame's cosine coefficients, `eq-dct`.
function createFromCepstrum(bands) {
  const cosines = Array.from({ length: bands }, (_, band) =>
    Float64Array.from({ length: bands }, (__, j) => Math.sqrt((j ? 2 : 1) / bands) * Math.cos((Math.PI * j * (band + 1 / 2)) / bands)),
  );
  return (coefficients) => cosines.map((row) => dot(row, coefficients));
}

// Gives the sizes of a frame's log-mel values: the shortest solution in squares, where below 0 set to
// 0. A triangle meets its two neighbours alone, so three numbers a row are to be solved.
function createFromMel(bands) {
  const filters = melFilters(bands);
  const reaches = filters.map(reachOf);
  const own = filters.map((filter) => dot(filter, filter));
  const next = filters.map((filter, band) => (band + 1 < bands ? dot(filter, filters[band + 1]) : 0));
  const rest = Float64Array.from(own); // of the diagonal, once the row above is taken off
  for (let i = 1; i < bands; i++) rest[i] -= next[i - 1] ** 2 / rest[i - 1];
  return (logs) => {
    const y = Float64Array.from(logs, Math.exp);
    for (let i = 1; i < bands; i++) y[i] -= (next[i - 1] / rest[i - 1]) * y[i - 1];
    for (let i = bands - 1; i >= 0; i--) y[i] = (y[i] - (i + 1 < bands ? next[i] * y[i + 1] : 0)) / rest[i];
    return spreadBands(filters, reaches, y).map((size) => Math.max(0, size));
  };
}
