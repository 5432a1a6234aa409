// Random numbers as PyTorch draws them on a CPU, so that a seed gives the same in the page.

// Words of 32 bits by the Mersenne Twister (Matsumoto and Nishimura 1998).
function createTwister(seed) {
  const state = new Uint32Array(624);
  state[0] = seed;
  for (let i = 1; i < 624; i++) state[i] = Math.imul(state[i - 1] ^ (state[i - 1] >>> 30), 1812433253) + i;
  let at = 624;
  function twist() {
    for (let i = 0; i < 624; i++) {
      const both = (state[i] & 0x80000000) | (state[(i + 1) % 624] & 0x7fffffff);
      state[i] = state[(i + 397) % 624] ^ (both >>> 1) ^ (both & 1 ? 0x9908b0df : 0);
    }
    at = 0;
  }
  return () => {
    if (at === 624) twist();
    let word = state[at++];
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return (word ^ (word >>> 18)) >>> 0;
  };
}

// As `torch.rand`: uniform in [0, 1), in single precision.
const drawUniform = (next, count) => Float32Array.from({ length: count }, () => (next() & 0xffffff) / 2 ** 24);

// Two uniform numbers, eight places apart, become two normal ones (Box and Muller 1958).
function bendSixteen(values, from) {
  for (let i = from; i < from + 8; i++) {
    const radius = Math.sqrt(-2 * Math.log(1 - values[i]));
    const angle = 2 * Math.PI * values[i + 8];
    values[i] = radius * Math.cos(angle);
    values[i + 8] = radius * Math.sin(angle);
  }
}

// As `torch.randn`, of 16 numbers or more. The last sixteen overlap the ones before and are drawn anew.
function drawNormal(next, count) {
  const values = drawUniform(next, count);
  for (let i = 0; i + 16 <= count; i += 16) bendSixteen(values, i);
  if (count % 16) {
    values.set(drawUniform(next, 16), count - 16);
    bendSixteen(values, count - 16);
  }
  return values;
}
