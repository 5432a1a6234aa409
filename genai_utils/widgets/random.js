// Random numbers from a seed: the same in every browser.

// xoshiro128++ (Blackman and Vigna 2021): 32-bit steps alone, so that a seed gives the same run in
// every browser. A seed is spread over the state by the finishing mixer of MurmurHash3.
function createRandom(seed) {
  const state = new Uint32Array(4).map((_, i) => {
    let h = seed + Math.imul(i + 1, 0x9e3779b9);
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return h ^ (h >>> 16);
  });
  return randomFrom(state);
}

const rotate = (x, by) => (x << by) | (x >>> (32 - by));

// Uniform in [0, 1), from four words that aren't all zero.
function randomFrom(s) {
  return () => {
    const result = (rotate(s[0] + s[3], 7) + s[0]) >>> 0;
    const t = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 11);
    return result / 2 ** 32;
  };
}
