// A map of a 2-D latent space: move the ring, and the picture decoded at its place follows.
// The decoder runs here, so the figure answers without a kernel and without a network.

const SIDE = 400; // of the map, in its own units

// Half precision to single, by hand: Float16Array is too young to rely on.
function readHalves(view) {
  const values = new Float32Array(view.byteLength / 2);
  for (let i = 0; i < values.length; i++) {
    const bits = view.getUint16(2 * i, true);
    const exponent = (bits >> 10) & 31;
    const fraction = (bits & 1023) / 1024;
    // Infinity, a code too far off for half precision, reads as 65536: beyond the map as well.
    const size = exponent ? (1 + fraction) * 2 ** (exponent - 15) : fraction * 2 ** -14;
    values[i] = bits & 0x8000 ? -size : size;
  }
  return values;
}

// Linear layers with ReLU between them and a sigmoid at the end. Per layer the weights hold the
// matrix row by row, then the bias.
function decode(weights, sizes, z) {
  let x = z;
  let start = 0;
  for (let layer = 1; layer < sizes.length; layer++) {
    const inputs = sizes[layer - 1];
    const outputs = sizes[layer];
    const bias = start + inputs * outputs;
    const y = new Float32Array(outputs);
    for (let o = 0; o < outputs; o++) {
      let sum = weights[bias + o];
      for (let i = 0; i < inputs; i++) sum += weights[start + o * inputs + i] * x[i];
      y[o] = layer < sizes.length - 1 ? Math.max(0, sum) : 1 / (1 + Math.exp(-sum));
    }
    x = y;
    start = bias + outputs;
  }
  return x;
}

function drawMap(map, codes, labels, extent, place) {
  const middle = SIDE / 2;
  add(map, "path", { class: "axes", d: `M0 ${middle}H${SIDE}M${middle} 0V${SIDE}` });
  const numerals = add(map, "g", { "aria-hidden": "true" });
  for (let i = 0; i < labels.length; i++) {
    const code = [codes[2 * i], codes[2 * i + 1]];
    if (Math.max(Math.abs(code[0]), Math.abs(code[1])) > extent) continue;
    const [x, y] = place(code).map((value) => value.toFixed(1));
    add(numerals, "text", { x, y, dy: "0.35em", class: `class-${labels[i]}` }, labels[i]);
  }
  const ticks = add(map, "g", { class: "ticks", "aria-hidden": "true" });
  for (const end of [-extent, extent]) {
    const inside = 0.93 * end;
    const [x, y] = place([inside, inside]);
    const text = String(end).replace("-", "−");
    add(ticks, "text", { x, y: middle + 14 }, text);
    add(ticks, "text", { x: middle + 14, y, dy: "0.35em" }, text);
  }
  add(ticks, "text", { x: SIDE - 16, y: middle - 8 }, "z₁");
  add(ticks, "text", { x: middle - 14, y: 18 }, "z₂");
}

function render({ model, el }) {
  const extent = model.get("extent");
  const sizes = model.get("sizes");
  const weights = readHalves(model.get("weights"));
  const codes = readHalves(model.get("codes"));
  const view = model.get("labels");
  const labels = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  const side = Math.sqrt(sizes.at(-1));
  const place = ([x, y]) => [(1 + x / extent) * (SIDE / 2), (1 - y / extent) * (SIDE / 2)];

  const figure = add(el, "figure", { class: "latent-explorer" });
  const pair = add(figure, "div", { class: "pair" });
  const map = add(pair, "svg", {
    viewBox: `0 0 ${SIDE} ${SIDE}`,
    class: "map",
    tabindex: 0,
    role: "slider",
    "aria-roledescription": "two-dimensional slider",
    "aria-label": model.get("name"),
    "aria-valuemin": -extent,
    "aria-valuemax": extent,
  });
  drawMap(map, codes, labels, extent, place);
  const handle = add(map, "g", { class: "handle" });
  add(handle, "circle", { r: 12 });
  add(handle, "circle", { r: 1 });
  const decoded = add(pair, "div", { class: "decoded" });
  const canvas = add(decoded, "canvas", { width: side, height: side, role: "img" });
  canvas.setAttribute("aria-label", "What the decoder draws at the ring");
  const value = add(decoded, "p", { "aria-hidden": "true" }); // the slider itself speaks it
  add(figure, "figcaption", {}, model.get("caption"));

  function nearestLabel([x, y]) {
    let best = 0;
    let least = Infinity;
    labels.forEach((_, i) => {
      const distance = Math.hypot(codes[2 * i] - x, codes[2 * i + 1] - y);
      if (distance < least) [best, least] = [i, distance];
    });
    return labels[best];
  }

  function draw() {
    const z = model.get("z");
    const context = canvas.getContext("2d");
    const image = context.createImageData(side, side);
    decode(weights, sizes, z).forEach((p, i) => {
      image.data.set([255 * p, 255 * p, 255 * p, 255], 4 * i);
    });
    context.putImageData(image, 0, 0);
    handle.setAttribute("transform", `translate(${place(z)})`);
    const numbers = z.map((part) => fixed(part, 2)).join(", ");
    const nearest = labels.length ? `, nearest code: ${nearestLabel(z)}` : "";
    value.textContent = `z = (${numbers})${nearest}`;
    map.setAttribute("aria-valuenow", z[0]);
    map.setAttribute("aria-valuetext", value.textContent);
  }

  // Two decimals, so that the numbers shown are the numbers decoded; + 0 turns −0 into 0.
  function move(z) {
    const inside = z.map((part) => Math.min(extent, Math.max(-extent, part)));
    model.set("z", inside.map((part) => Math.round(100 * part) / 100 + 0));
    model.save_changes();
  }

  function moveToPointer(event) {
    const box = map.getBoundingClientRect();
    const across = (event.clientX - box.left) / box.width;
    const down = (event.clientY - box.top) / box.height;
    move([(2 * across - 1) * extent, (1 - 2 * down) * extent]);
  }

  map.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    map.setPointerCapture(event.pointerId);
    map.focus({ preventScroll: true });
    moveToPointer(event);
  });
  map.addEventListener("pointermove", (event) => {
    if (map.hasPointerCapture(event.pointerId)) moveToPointer(event);
  });
  map.addEventListener("keydown", (event) => {
    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
    const step = steps[event.key];
    if (!step && event.key !== "Home") return;
    event.preventDefault();
    event.stopPropagation(); // in JupyterLab the arrow keys also walk through the cells
    const size = (event.shiftKey ? 0.125 : 0.025) * extent;
    move(step ? model.get("z").map((part, axis) => part + size * step[axis]) : [0, 0]);
  });

  model.on("change:z", draw);
  draw();
  return () => model.off("change:z", draw);
}

export default { render };
