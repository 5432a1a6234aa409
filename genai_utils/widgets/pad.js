// A square that is a slider in two directions, which pointer and keys move.

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

function addPad(parent, side, extent, name) {
  return add(parent, "svg", {
    viewBox: `0 0 ${side} ${side}`,
    class: "map",
    tabindex: 0,
    role: "slider",
    "aria-roledescription": "two-dimensional slider",
    "aria-label": name,
    "aria-valuemin": -extent,
    "aria-valuemax": extent,
  });
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
