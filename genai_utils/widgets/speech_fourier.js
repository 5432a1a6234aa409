// The short-time Fourier transform and its inverse, as `audio.stft` and `audio.istft` have them.

const MIDDLE = SHARED.size / 2;
const ROWS = MIDDLE + 1;
const angles = Float64Array.from({ length: SHARED.size }, (_, n) => (2 * Math.PI * n) / SHARED.size);
const COSINES = angles.map(Math.cos);
const SINES = angles.map(Math.sin);
const WINDOW = COSINES.map((cosine) => (1 - cosine) / 2);

// Where each number goes before the halves are joined: its place with the bits in reverse.
const PLACES = new Uint16Array(SHARED.size);
for (let i = 1; i < SHARED.size; i++) PLACES[i] = (PLACES[i >> 1] >> 1) | (i & 1 ? MIDDLE : 0);

// In place, by halves (Cooley and Tukey 1965). With both arguments exchanged it is the inverse, times
// the size.
function transform(real, imaginary) {
  for (let i = 0; i < SHARED.size; i++) {
    const j = PLACES[i];
    if (j <= i) continue;
    const [a, b] = [real[i], imaginary[i]];
    real[i] = real[j];
    imaginary[i] = imaginary[j];
    real[j] = a;
    imaginary[j] = b;
  }
  for (let half = 1; half < SHARED.size; half *= 2) {
    const step = MIDDLE / half;
    for (let k = 0; k < half; k++) {
      const cosine = COSINES[k * step];
      const sine = -SINES[k * step];
      for (let i = k; i < SHARED.size; i += 2 * half) {
        const j = i + half;
        const a = real[j] * cosine - imaginary[j] * sine;
        const b = real[j] * sine + imaginary[j] * cosine;
        real[j] = real[i] - a;
        imaginary[j] = imaginary[i] - b;
        real[i] += a;
        imaginary[i] += b;
      }
    }
  }
}

const zeros = (count) => new Float64Array(count);
const createSpectrum = (count) => ({ count, real: zeros(count * ROWS), imaginary: zeros(count * ROWS) });

// Two frames are transformed at once, one as the real and one as the imaginary part; what is even in
// the result belongs to the first, what is odd to the second.
function stft(samples) {
  const around = zeros(samples.length + 2 * SHARED.size); // silent beyond both ends
  around.set(samples, MIDDLE);
  const spectrum = createSpectrum(1 + Math.floor(samples.length / SHARED.hop));
  const [a, b] = [zeros(SHARED.size), zeros(SHARED.size)];
  for (let t = 0; t < spectrum.count; t += 2) {
    for (let n = 0, at = t * SHARED.hop; n < SHARED.size; n++, at++) {
      a[n] = WINDOW[n] * around[at];
      b[n] = WINDOW[n] * around[at + SHARED.hop];
    }
    transform(a, b);
    for (let k = 0, i = t * ROWS; k < ROWS; k++, i++) {
      const other = (SHARED.size - k) % SHARED.size;
      spectrum.real[i] = (a[k] + a[other]) / 2;
      spectrum.imaginary[i] = (b[k] - b[other]) / 2;
      if (t + 1 === spectrum.count) continue;
      spectrum.real[i + ROWS] = (b[k] + b[other]) / 2;
      spectrum.imaginary[i + ROWS] = (a[other] - a[k]) / 2;
    }
  }
  return spectrum;
}

// Frames t and t + 1 of a spectrum as one row of complex numbers, to be transformed back at once.
function joinFrames({ count, real, imaginary }, t, a, b) {
  const second = t + 1 < count ? ROWS : 0;
  for (let k = 0, i = t * ROWS; k < ROWS; k++, i++) {
    const edge = k === 0 || k === MIDDLE ? 0 : 1; // there a real sound has no imaginary part
    const re = real[i];
    const im = edge * imaginary[i];
    const re2 = second ? real[i + second] : 0;
    const im2 = second ? edge * imaginary[i + second] : 0;
    a[k] = re - im2;
    b[k] = im + re2;
    if (!edge) continue;
    a[SHARED.size - k] = re + im2;
    b[SHARED.size - k] = re2 - im;
  }
}

// The sound whose transform is nearest, `eq-istft`.
function istft(spectrum, length) {
  const [sound, weight] = [zeros(length), zeros(length)];
  const [a, b] = [zeros(SHARED.size), zeros(SHARED.size)];
  const addFrame = (t, frame) => {
    const at = t * SHARED.hop - MIDDLE;
    for (let n = Math.max(0, -at); n < SHARED.size && at + n < length; n++) {
      sound[at + n] += (WINDOW[n] * frame[n]) / SHARED.size;
      weight[at + n] += WINDOW[n] ** 2;
    }
  };
  for (let t = 0; t < spectrum.count; t += 2) {
    joinFrames(spectrum, t, a, b);
    transform(b, a);
    addFrame(t, a);
    if (t + 1 < spectrum.count) addFrame(t + 1, b);
  }
  return sound.map((sample, m) => sample / Math.max(1e-8, weight[m]));
}
