// A safetensors file: the length of a header in eight bytes, the header as JSON, then the numbers.

const LARGEST_FILE = 2 ** 26; // bytes; far more than a figure of this book needs

// Half precision to single, by hand: Float16Array is too young to rely on.
function readHalf(bits) {
  const exponent = (bits >> 10) & 31;
  const fraction = (bits & 1023) / 1024;
  const sign = bits & 0x8000 ? -1 : 1;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (exponent ? (1 + fraction) * 2 ** (exponent - 15) : fraction * 2 ** -14);
}

const READERS = {
  I8: [1, (view, at) => view.getInt8(at)],
  F16: [2, (view, at) => readHalf(view.getUint16(at, true))],
  F32: [4, (view, at) => view.getFloat32(at, true)],
  F64: [8, (view, at) => view.getFloat64(at, true)],
  U8: [1, (view, at) => view.getUint8(at)],
  I64: [8, (view, at) => Number(view.getBigInt64(at, true))],
};

function refuse(reason) {
  throw new Error(reason);
}

function readHeader(view) {
  const size = view.byteLength < 8 ? Infinity : Number(view.getBigUint64(0, true));
  if (size > view.byteLength - 8) refuse("it is no safetensors file, or it was cut short");
  const text = new Uint8Array(view.buffer, 8, size);
  try {
    return [JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(text)), 8 + size];
  } catch {
    return refuse("it is no safetensors file: its header can’t be read");
  }
}

// One tensor's shape and numbers, or null if the file has none of this name.
function readTensor({ view, header, start }, name) {
  if (!Object.hasOwn(header, name)) return null;
  const { dtype, shape, data_offsets: ends } = header[name] ?? {};
  if (!Array.isArray(shape) || !Array.isArray(ends)) refuse(`“${name}” has no shape or no place`);
  if (!Object.hasOwn(READERS, dtype)) refuse(`“${name}” has numbers of the kind ${dtype}`);
  const [width, read] = READERS[dtype];
  const count = shape.reduce((product, size) => product * size, 1);
  if (ends[1] - ends[0] !== count * width) refuse(`“${name}” doesn’t hold what its shape says`);
  if (!(ends[0] >= 0) || start + ends[1] > view.byteLength) refuse("it was cut short");
  const at = (_, i) => read(view, start + ends[0] + i * width);
  return { shape, values: Float32Array.from({ length: count }, at) };
}

// `buffer` is the whole file. Throws an error whose message is the reason.
function openCheckpoint(buffer) {
  const view = new DataView(buffer);
  const [header, start] = readHeader(view);
  if (header === null || typeof header !== "object") refuse("its header names no tensors");
  return { view, header, start };
}
