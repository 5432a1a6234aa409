// Drawing one's own data on the plane, by pointer or by keys.

const APART = 0.05; // points of a line drawn with the pointer
const DRAWING_HELP =
  "Drawing plane. Arrow keys move the cross, Enter puts a point there, Backspace takes the last away";

function setPoints(model, points) {
  model.set("points", points.slice(-SHARED.mostPoints));
  model.save_changes();
}

function drawByPointer({ svg, toPlane }, model) {
  function put(event) {
    const points = model.get("points");
    const point = toPlane(event);
    const last = points.at(-1) ?? [Infinity, Infinity];
    if (Math.max(...point.map(Math.abs)) > SHARED.extent) return;
    const apart = Math.hypot(point[0] - last[0], point[1] - last[1]);
    if (apart > APART) setPoints(model, [...points, point]);
  }
  svg.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || model.get("data") !== "drawing") return;
    svg.setPointerCapture(event.pointerId);
    put(event);
  });
  svg.addEventListener("pointermove", (event) => {
    if (svg.hasPointerCapture(event.pointerId)) put(event);
  });
}

// `say` speaks what a key did.
function drawByKeys({ svg, cursor }, model, say) {
  let at = [0, 0];
  const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  // One decimal, so that the numbers spoken are the numbers put; + 0 turns −0 into 0.
  const reach = SHARED.extent - 0.1;
  const inside = (value) => Math.round(10 * Math.max(-reach, Math.min(reach, value))) / 10 + 0;
  svg.addEventListener("keydown", (event) => {
    const way = ways[event.key];
    if (model.get("data") !== "drawing") return;
    if (!way && !["Enter", "Backspace"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation(); // in JupyterLab these keys also walk through the cells
    const size = event.shiftKey ? 0.4 : 0.1;
    if (way) at = at.map((value, axis) => inside(value + size * way[axis]));
    else if (event.key === "Enter") setPoints(model, [...model.get("points"), at]);
    else setPoints(model, model.get("points").slice(0, -1));
    cursor.setAttribute("transform", `translate(${across(at[0])} ${down(at[1])})`);
    const count = `${model.get("points").length} points drawn`;
    say(`Cross at (${fixed(at[0], 1)}, ${fixed(at[1], 1)}), ${count}.`);
  });
}
