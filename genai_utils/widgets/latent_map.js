// The map: axes, the codes as numerals, and the handle, which pointer and keys move.

const SIDE = 400; // of the map, in its own units
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

function drawAxes(map, extent, place) {
  const middle = SIDE / 2;
  add(map, "path", { class: "axes", d: `M0 ${middle}H${SIDE}M${middle} 0V${SIDE}` });
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

function drawNumerals(numerals, { codes, labels }, extent, place) {
  numerals.replaceChildren();
  labels.forEach((label, i) => {
    const code = codes.subarray(2 * i, 2 * i + 2);
    if (Math.max(...code.map(Math.abs)) > extent) return;
    const [x, y] = place(code).map((value) => value.toFixed(1));
    const style = `--hue: ${SHARED.hues[label]}`;
    add(numerals, "text", { x, y, dy: "0.35em", class: `class-${label}`, style }, label);
  });
}

function createMap(parent, extent, name) {
  const place = ([x, y]) => [(1 + x / extent) * (SIDE / 2), (1 - y / extent) * (SIDE / 2)];
  const map = add(parent, "svg", {
    viewBox: `0 0 ${SIDE} ${SIDE}`,
    class: "map",
    tabindex: 0,
    role: "slider",
    "aria-roledescription": "two-dimensional slider",
    "aria-label": name,
    "aria-valuemin": -extent,
    "aria-valuemax": extent,
  });
  drawAxes(map, extent, place);
  const numerals = add(map, "g", { "aria-hidden": "true" });
  const handle = add(map, "g", { class: "handle" });
  add(handle, "circle", { r: 12 });
  add(handle, "circle", { r: 1 });
  return {
    map,
    showCodes: (shown) => drawNumerals(numerals, shown, extent, place),
    show(z, text) {
      handle.setAttribute("transform", `translate(${place(z)})`);
      map.setAttribute("aria-valuenow", z[0]);
      map.setAttribute("aria-valuetext", text);
    },
  };
}

// A finger that swipes up or down scrolls the page, so a touch moves the handle only once it drags
// sideways, or when it is lifted again.
function moveByPointer(map, extent, move) {
  let touched = null; // where, until the finger goes sideways
  function moveHere(event) {
    const box = map.getBoundingClientRect();
    const across = (event.clientX - box.left) / box.width;
    const down = (event.clientY - box.top) / box.height;
    move([(2 * across - 1) * extent, (1 - 2 * down) * extent]);
  }
  map.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    map.setPointerCapture(event.pointerId);
    map.focus({ preventScroll: true });
    touched = event.pointerType === "touch" ? event : null;
    if (!touched) moveHere(event);
  });
  map.addEventListener("pointermove", (event) => {
    if (!map.hasPointerCapture(event.pointerId)) return;
    const [across, down] = touched ? [event.x - touched.x, event.y - touched.y] : [1, 0];
    if (Math.abs(across) <= Math.abs(down)) return;
    touched = null;
    moveHere(event);
  });
  map.addEventListener("pointerup", (event) => {
    if (map.hasPointerCapture(event.pointerId)) moveHere(event);
  });
}

// `at` tells where the handle is.
function moveByKeys(map, extent, at, move) {
  map.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step && event.key !== "Home") return;
    event.preventDefault();
    event.stopPropagation(); // in JupyterLab the arrow keys also walk through the cells
    const size = (event.shiftKey ? 0.125 : 0.025) * extent;
    move(step ? at().map((part, axis) => part + size * step[axis]) : [0, 0]);
  });
}
