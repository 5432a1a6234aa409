// The reader's own checkpoint: a decoder, and codes if there are any, out of a safetensors file.

function readDecoder(file) {
  const decoder = readChain(file, 2);
  const pixels = decoder.sizes.at(-1);
  const side = Math.sqrt(pixels);
  if (!Number.isInteger(side) || side < 1) refuse(`it draws ${pixels} pixels, which is no square`);
  return decoder;
}

function readCodes(file) {
  const codes = readTensor(file, "codes");
  const labels = readTensor(file, "labels");
  if (!codes && !labels) return { codes: new Float32Array(0), labels: new Uint8Array(0) };
  const count = labels?.values.length;
  if (codes?.shape.join() !== `${count},2`) refuse("its codes are not one pair for each label");
  if (count > SHARED.mostCodes) refuse(`it holds ${count} codes, more than ${SHARED.mostCodes}`);
  if (codes.values.some(Number.isNaN)) refuse("a code is not a number");
  if (!labels.values.every((label) => SHARED.hues[label])) refuse("a label is none of 0 to 9");
  return { codes: codes.values, labels: Uint8Array.from(labels.values) };
}

function readCheckpoint(buffer) {
  const file = openCheckpoint(buffer);
  return { ...readDecoder(file), ...readCodes(file) };
}
