// The networks that the figure comes with, in half precision, and the reader's own.

function toNetwork(sizes, weights) {
  const network = createNetwork(sizes);
  network.parameters.set(weights);
  return { network, learns: "flow" };
}

// One network after the other, in the order of `SHARED.stored`.
function readNetworks(model) {
  const halves = readHalves(model.get("weights"));
  const count = halves.length / SHARED.stored.length;
  return Object.fromEntries(
    SHARED.stored.map((data, i) => {
      return [data, toNetwork(SHARED.sizes, halves.subarray(i * count, (i + 1) * count))];
    }),
  );
}

function readPlaneFile(buffer) {
  const { sizes, weights } = readChain(openCheckpoint(buffer), SHARED.sizes[0]);
  if (sizes.at(-1) !== 2) refuse(`it answers with ${sizes.at(-1)} numbers, and a velocity has 2`);
  return toNetwork(sizes, weights);
}
