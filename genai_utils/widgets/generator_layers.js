// The layers that a generator is made of. Each is built for the shape that comes in, refuses what
// doesn't fit, and gives the shape that goes out with the function that computes it.

const count = (shape) => shape.reduce((product, size) => product * size, 1);

// A matrix, or a convolution's kernels, with its bias.
function readWeights(file, name, inputs) {
  const weight = readScaled(file, name);
  const bias = readTensor(file, `${name}.bias`) ?? refuse(`“${name}.bias” is missing`);
  const outputs = weight.shape[0];
  if (weight.shape.slice(1).join() !== inputs.join()) {
    refuse(`“${name}.weight” has the shape (${weight.shape.join(", ")}), and needs (…, ${inputs.join(", ")})`);
  }
  if (bias.values.length !== outputs) refuse(`“${name}” needs ${outputs} biases and scales`);
  if (![weight.values, bias.values].every((held) => held.every(Number.isFinite))) refuse("a weight is not a finite number");
  return { outputs, weight: weight.values, bias: bias.values };
}

const LAYERS = {
  linear(file, shape, name) {
    const inputs = count(shape);
    const { outputs, weight, bias } = readWeights(file, name, [inputs]);
    const run = (x) =>
      Float32Array.from(bias, (sum, o) => {
        for (let i = 0; i < inputs; i++) sum += weight[o * inputs + i] * x[i];
        return sum;
      });
    return { shape: [outputs], run };
  },
  conv(file, shape, name) {
    const [channels, height, width] = planes(shape, name);
    const { outputs, weight, bias } = readWeights(file, name, [channels, 3, 3]);
    const run = (x) => convolve(pad(x, channels, height, width), weight, bias, channels, height, width);
    return { shape: [outputs, height, width], run };
  },
  view(file, shape, ...to) {
    if (count(to) !== count(shape) || !to.every((size) => size > 0)) refuse(`${count(shape)} numbers can’t be seen as ${to.join(" × ")}`);
    return { shape: to, run: (x) => x };
  },
  // Each pixel becomes four alike.
  upsample(file, shape) {
    const [channels, height, width] = planes(shape, "upsample");
    const row = (i) => Math.floor(i / (4 * width)) * width; // two rows in one, channel after channel
    const from = Int32Array.from({ length: 4 * count(shape) }, (_, i) => row(i) + ((i % (2 * width)) >> 1));
    return { shape: [channels, 2 * height, 2 * width], run: (x) => Float32Array.from(from, (i) => x[i]) };
  },
  // Four channels become one of twice the side.
  shuffle(file, shape) {
    const [channels, height, width] = planes(shape, "shuffle");
    if (channels % 4) refuse(`${channels} channels can’t be shuffled by fours`);
    const from = Int32Array.from({ length: count(shape) }, (_, i) => {
      const [x, y] = [i % (2 * width), Math.floor(i / (2 * width)) % (2 * height)];
      const channel = 4 * Math.floor(i / (4 * height * width)) + 2 * (y % 2) + (x % 2);
      return (channel * height + (y >> 1)) * width + (x >> 1);
    });
    return { shape: [channels / 4, 2 * height, 2 * width], run: (x) => Float32Array.from(from, (i) => x[i]) };
  },
  leaky(file, shape, slope) {
    if (!Number.isFinite(slope)) refuse("a leaky layer has no slope");
    return { shape, run: (x) => x.map((v) => (v > 0 ? v : slope * v)) };
  },
  sigmoid: (file, shape) => ({ shape, run: (x) => x.map((v) => 1 / (1 + Math.exp(-v))) }),
  // From −1 … 1 to the 0 … 1 of a pixel.
  tanh: (file, shape) => ({ shape, run: (x) => x.map((v) => 0.5 + 0.5 * Math.tanh(v)) }),
};

function planes(shape, name) {
  return shape.length === 3 ? shape : refuse(`“${name}” needs channels, height and width`);
}

// A margin of zeros around each channel.
function pad(x, channels, height, width) {
  const padded = new Float32Array(channels * (height + 2) * (width + 2));
  for (let row = 0; row < channels * height; row++) {
    const at = (row + 2 * Math.floor(row / height) + 1) * (width + 2) + 1;
    padded.set(x.subarray(row * width, (row + 1) * width), at);
  }
  return padded;
}

// Kernels of 3 × 3, in the order of the shapes (outputs, channels, 3, 3).
function convolve(x, weight, bias, channels, height, width) {
  const y = new Float32Array(bias.length * height * width);
  const [pixels, padded] = [height * width, (height + 2) * (width + 2)];
  for (let o = 0; o < bias.length; o++) {
    y.fill(bias[o], o * pixels, (o + 1) * pixels);
    for (let c = 0; c < channels; c++) {
      addChannel(y, o * pixels, (o + 1) * pixels, x, c * padded, width, weight, 9 * (o * channels + c));
    }
  }
  return y;
}

// One channel's share, to y from `to` to `end`: the padded channel begins at `from` in x, the kernel
// at `k`. A pixel's nine neighbours stay in variables and move on by a column, without an array
// between: that makes it fast enough to follow a pointer.
function addChannel(y, to, end, x, from, width, w, k) {
  const [wide, wider] = [width + 2, 2 * width + 4];
  const a = w[k], b = w[k + 1], c = w[k + 2];
  const d = w[k + 3], e = w[k + 4], f = w[k + 5];
  const g = w[k + 6], h = w[k + 7], i = w[k + 8];
  for (let p = from, q = to; q < end; p += 2) {
    let a1 = x[p], b1 = x[p + 1];
    let d1 = x[p + wide], e1 = x[p + wide + 1];
    let g1 = x[p + wider], h1 = x[p + wider + 1];
    for (const stop = q + width; q < stop; p++, q++) {
      const c1 = x[p + 2], f1 = x[p + wide + 2], i1 = x[p + wider + 2];
      y[q] += a * a1 + b * b1 + c * c1 + d * d1 + e * e1 + f * f1 + g * g1 + h * h1 + i * i1;
      a1 = b1; b1 = c1; d1 = e1; e1 = f1; g1 = h1; h1 = i1;
    }
  }
}
