// A map of a 2-D latent space: move the ring, and the picture decoded at its place follows.
// The decoder runs here, so the figure answers without a kernel and without a network.

function addPicture(parent) {
  const decoded = add(parent, "div", { class: "decoded" });
  const canvas = add(decoded, "canvas", { role: "img" });
  canvas.setAttribute("aria-label", "What the decoder draws at the ring");
  const text = add(decoded, "p", { "aria-hidden": "true" }); // the slider itself speaks it
  return { canvas, text };
}

function drawPicture(canvas, pixels) {
  canvas.width = canvas.height = Math.sqrt(pixels.length);
  const context = canvas.getContext("2d");
  const image = context.createImageData(canvas.width, canvas.height);
  pixels.forEach((p, i) => image.data.set([255 * p, 255 * p, 255 * p, 255], 4 * i));
  context.putImageData(image, 0, 0);
}

function nearestLabel({ codes, labels }, [x, y]) {
  let best = 0;
  let least = Infinity;
  labels.forEach((_, i) => {
    const distance = Math.hypot(codes[2 * i] - x, codes[2 * i + 1] - y);
    if (distance < least) [best, least] = [i, distance];
  });
  return labels[best];
}

function sayPlace(shown, z) {
  const place = `z = (${z.map((part) => fixed(part, 2)).join(", ")})`;
  if (!shown.labels.length) return place;
  return `${place}; the nearest code here is of a test digit ${nearestLabel(shown, z)}`;
}

// Two decimals, so that the numbers shown are the numbers decoded; + 0 turns −0 into 0.
function onMap(z, extent) {
  const inside = z.map((part) => Math.min(extent, Math.max(-extent, part)));
  return inside.map((part) => Math.round(100 * part) / 100 + 0);
}

function render({ model, el }) {
  const extent = model.get("extent");
  const stored = readStored(model);
  let shown = stored;
  const figure = add(el, "figure", { class: "live-figure latent-explorer" });
  const pair = add(figure, "div", { class: "pair" });
  const { map, showCodes, show } = createMap(pair, extent, model.get("name"));
  const { canvas, text } = addPicture(pair);

  function draw() {
    const z = model.get("z");
    drawPicture(canvas, decode(shown, z));
    text.textContent = sayPlace(shown, z);
    show(z, text.textContent);
  }
  function take(other) {
    use(other);
    const codes = other.labels.length ? `${other.labels.length} codes` : "no codes, so no numerals";
    return `${other.weights.length} weights, ${codes}`;
  }
  function move(z) {
    model.set("z", onMap(z, extent));
    model.save_changes();
  }
  function use(other) {
    shown = other;
    showCodes(shown);
    draw();
  }

  moveByPointer(map, extent, move);
  moveByKeys(map, extent, () => model.get("z"), move);
  addFileDoor(figure, readCheckpoint, take, () => use(stored));
  add(figure, "figcaption", {}, model.get("caption"));
  model.on("change:z", draw);
  use(stored);
  return () => model.off("change:z", draw);
}

// In the page's address: latent=1.00_-0.50
const address = {
  name: "latent",
  write: (model) => model.get("z").map((part) => part.toFixed(2)).join("_"),
  read(text, model) {
    const z = text.split("_").map(Number);
    const extent = model.get("extent");
    return z.length === 2 && z.every((part) => Math.abs(part) <= extent) ? { z: onMap(z, extent) } : {};
  },
};

export default { render, address };
