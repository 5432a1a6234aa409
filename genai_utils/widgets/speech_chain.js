// The whole chain for a scene: symbols, durations, frames, sound. A change of a setting computes again
// what follows from it, and nothing before it.

// Keeps the last result, with what it was asked and how long it took.
function createMemory() {
  let kept = { asked: "" };
  return (asked, compute) => {
    const key = JSON.stringify(asked);
    if (key === kept.asked) return kept;
    const start = performance.now();
    const value = compute();
    kept = { asked: key, value, took: (performance.now() - start) / 1000 };
    return kept;
  };
}

function soundOf(held, spoken, { filters, higher, seed }) {
  const next = createTwister(seed);
  const length = SHARED.hop * (spoken.frames.length - 1);
  if (filters) return filtered(held, spoken, pitchOf(held.speaker, spoken, higher), drawNormal(next, length));
  const turns = drawUniform(next, spoken.frames.length * ROWS);
  return griffinLim(sizesOf(held.speaker, spoken), turns, SHARED.griffinSteps);
}

// As loud as a sound may be, and with the mark.
function finished(sound) {
  const largest = sound.reduce((most, sample) => Math.max(most, Math.abs(sample)), 1e-9);
  return Float32Array.from(marked(sound.map((sample) => (SHARED.loud * sample) / largest), SHARED.markKey));
}

function createVoice(held) {
  const read = createReading(held);
  const [reading, lasting, speaking, sounding] = Array.from({ length: 4 }, createMemory);
  return {
    // Symbols and words alone: at once, for a text that is being typed.
    read: ({ text, network }) => reading([text, network], () => read(text, network)).value,
    say(scene) {
      const { text, network, rate, mean, temperature, seed, filters, higher } = scene;
      const first = reading([text, network], () => read(text, network));
      const second = lasting([text, network, rate], () => {
        const row = first.value.symbols.map((symbol) => SYMBOLS.indexOf(symbol));
        const encoded = encode(held.speaker, row, first.value.begins);
        const samples = durationsOf(held.speaker, encoded, rate);
        return { samples, context: contextOf(held.speaker, encoded, samples) };
      });
      const { context, samples } = second.value;
      const drawn = mean ? [] : [temperature, seed];
      const third = speaking([text, network, rate, mean, drawn], () => {
        const means = meansOf(held.speaker, context);
        return mean ? means : { ...means, frames: drawFrames(held.speaker, context, temperature, noiseOf(held, context, seed)) };
      });
      const fourth = sounding([third.asked, seed, filters, filters && higher], () => finished(soundOf(held, third.value, scene)));
      const took = [first, second, third, fourth].reduce((sum, part) => sum + part.took, 0);
      return { ...first.value, samples, context, spoken: third.value, sound: fourth.value, took };
    },
  };
}

const noiseOf = ({ speaker }, context, seed) => drawNormal(createTwister(seed), context.length * speaker.centre.length);

// The variance of a frame's fine structure, the coefficients that hold the harmonics.
function fineVariance(frames) {
  const [from, to] = SHARED.fine;
  let sum = 0;
  for (let j = from; j < to; j++) {
    const mean = frames.reduce((total, frame) => total + frame[j], 0) / frames.length;
    sum += frames.reduce((total, frame) => total + (frame[j] - mean) ** 2, 0) / frames.length;
  }
  return sum / (to - from);
}

// That of the mean as a share of that of frames drawn at the temperature 1.
function varianceKept(held, { context }, seed) {
  const drawn = drawFrames(held.speaker, context, 1, noiseOf(held, context, seed));
  return fineVariance(meansOf(held.speaker, context).frames) / fineVariance(drawn);
}
