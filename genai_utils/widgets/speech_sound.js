// Frames to sound: pulses and noise through learned filters (`audio.Vocoder`), or Griffin and Lim.

// The pitch in Hz of each frame, 0 where it isn't voiced.
const pitchOf = ({ centre, scale }, { frames, voiced }, higher) =>
  frames.map((frame, t) => voiced[t] * Math.exp(frame.at(-1) * scale.at(-1) + centre.at(-1)) * higher);

// A train of pulses, `eq-pulses`: all harmonics below half the rate. How many they are is rounded as
// in Python, in single precision: at a limit one more or less would be heard as a click.
function pulsesOf(pitch, length) {
  let first;
  let turn = 0;
  return Float64Array.from({ length }, (_, n) => {
    const at = n / SHARED.hop;
    const left = Math.min(pitch.length - 1, Math.floor(at));
    const right = Math.min(pitch.length - 1, left + 1);
    const hertz = Math.fround(Math.fround(pitch[left] * (1 - at + left)) + Math.fround(pitch[right] * (at - left)));
    turn += hertz / SHARED.sampleRate;
    first ??= turn;
    const count = hertz > 0 ? Math.ceil(Math.fround((Math.fround(1 / Math.max(1, hertz)) * SHARED.sampleRate) / 2)) - 1 : 0;
    const half = Math.sin(Math.PI * (turn - first));
    if (Math.abs(half) < 1e-9) return count;
    return (Math.sin((2 * count + 1) * Math.PI * (turn - first)) / half - 1) / 2;
  });
}

// The bands of a response, which add up to 1 at each frequency and are flat beyond the outermost.
function responseBands() {
  const filters = melFilters(SHARED.responses);
  const peak = (filter) => filter.indexOf(Math.max(...filter));
  filters[0].fill(1, 0, peak(filters[0]));
  filters.at(-1).fill(1, peak(filters.at(-1)) + 1);
  const sums = filters[0].map((_, k) => filters.reduce((sum, filter) => sum + filter[k], 0));
  return filters.map((filter) => filter.map((share, k) => share / Math.max(1e-6, sums[k])));
}

// Of each frame the responses to pulses and to noise.
function responsesOf({ hidden, out }, { frames, voiced }) {
  const bands = responseBands();
  const reaches = bands.map(reachOf);
  return frames.map((frame, t) => {
    const logs = linear(out, linear(hidden, joined(frame.subarray(0, SHARED.kept), [voiced[t]])).map(Math.tanh));
    return [logs.subarray(0, SHARED.responses), logs.subarray(SHARED.responses)].map((half) =>
      spreadBands(bands, reaches, half).map((log) => Math.exp(log - SHARED.softer)),
    );
  });
}

// `eq-source-filter`.
function filtered({ vocoder }, spoken, pitch, noise) {
  const [pulses, hiss] = [stft(pulsesOf(pitch, noise.length)), stft(noise)];
  responsesOf(vocoder, spoken).forEach(([ofPulses, ofNoise], t) => {
    for (let k = 0, i = t * ROWS; k < ROWS; k++, i++) {
      pulses.real[i] = ofPulses[k] * pulses.real[i] + ofNoise[k] * hiss.real[i];
      pulses.imaginary[i] = ofPulses[k] * pulses.imaginary[i] + ofNoise[k] * hiss.imaginary[i];
    }
  });
  return istft(pulses, noise.length);
}

// The sizes of all frequencies, frame after frame, that frames tell.
function sizesOf({ centre, scale }, { frames }) {
  const bands = centre.length - 1;
  const [fromCepstrum, fromMel] = [createFromCepstrum(bands), createFromMel(bands)];
  const sizes = zeros(frames.length * ROWS);
  frames.forEach((frame, t) => {
    const cepstrum = frame.subarray(0, -1).map((value, j) => value * scale[j] + centre[j]);
    sizes.set(fromMel(fromCepstrum(cepstrum)).map((size) => size * MIDDLE), t * ROWS);
  });
  return sizes;
}

// `eq-griffin-lim`, from the given angles in turns, a frequency after the other.
function griffinLim(sizes, turns, steps) {
  const count = sizes.length / ROWS;
  const length = SHARED.hop * (count - 1);
  let possible = createSpectrum(count);
  for (let t = 0, i = 0; t < count; t++) {
    for (let k = 0; k < ROWS; k++, i++) {
      const angle = 2 * Math.PI * turns[k * count + t];
      possible.real[i] = Math.cos(angle);
      possible.imaginary[i] = Math.sin(angle);
    }
  }
  for (let step = 0; ; step++) {
    for (let i = 0; i < sizes.length; i++) {
      const [re, im] = [possible.real[i], possible.imaginary[i]];
      const far = Math.sqrt(re * re + im * im);
      possible.real[i] = far ? (re / far) * sizes[i] : sizes[i];
      possible.imaginary[i] = far ? (im / far) * sizes[i] : 0;
    }
    const sound = istft(possible, length);
    if (step === steps - 1) return sound;
    possible = stft(sound);
  }
}
