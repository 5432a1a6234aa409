// Numbers in half precision, as a figure's state holds them.

function readHalves(view) {
  const count = view.byteLength / 2;
  return Float32Array.from({ length: count }, (_, i) => readHalf(view.getUint16(2 * i, true)));
}
