// Phones to durations and frames, as `models.Speaker` has them.

// Each symbol in its sentence.
const encode = ({ symbols, encoder }, row, begins) =>
  runBothWays(encoder, row.map((symbol, i) => joined(tableRow(symbols, symbol), [begins[i]])));

// How many samples each symbol lasts.
const durationsOf = ({ duration }, encoded, rate) =>
  encoded.map((row) => Math.fround((SHARED.hop / rate) * Math.exp(linear(duration, row)[0])));

// Which symbol each frame belongs to, and how far it is through it.
function spreadOut(samples) {
  let total = 0;
  const stops = samples.map((length) => (total += length));
  let symbol = 0;
  return Array.from({ length: Math.floor(total / SHARED.hop) + 1 }, (_, t) => {
    const at = t * SHARED.hop;
    while (symbol < samples.length - 1 && stops[symbol] <= at) symbol++;
    const part = (at - stops[symbol] + samples[symbol]) / Math.max(1, samples[symbol]);
    return [symbol, Math.min(1, Math.max(0, part))];
  });
}

// What each frame is drawn from.
function contextOf({ frames }, encoded, samples) {
  const lasting = samples.map((length) => Math.log(Math.max(SHARED.shortest, length) / SHARED.hop));
  return runBothWays(frames, spreadOut(samples).map(([symbol, part]) => joined(encoded[symbol], [part, lasting[symbol]])));
}

const meansOf = ({ mean, voice }, context) => ({
  frames: context.map((row) => linear(mean, row)),
  voiced: context.map((row) => linear(voice, row)[0] > 0),
});

// Frames drawn one by one, `eq-frame-likelihood`, their spread times the temperature.
function drawFrames({ before, memory, drawing, centre }, context, temperature, noise) {
  const size = centre.length;
  const [least, most] = SHARED.spreads;
  let frame = new Float32Array(size);
  let state = restOf(memory);
  return context.map((row, t) => {
    const seen = linear(before, frame).map((value) => Math.max(0, value));
    state = gruStep(memory, joined(row, seen), state);
    const drawn = linear(drawing, joined(row, state));
    frame = drawn.slice(0, size).map((mean, j) => {
      const spread = Math.exp(Math.min(most, Math.max(least, drawn[size + j])));
      return mean + temperature * spread * noise[t * size + j];
    });
    return frame;
  });
}
