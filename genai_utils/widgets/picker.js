// A row of things of which one is picked: by pointer, or by the arrow keys, as a slider.

const MOVES = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageUp: 10, PageDown: -10, Home: -Infinity, End: Infinity };

// `find` gives of a pointer's event the place in the row, or a negative number; `pick` is told.
function addPicker(parent, tag, attributes, find, pick) {
  const node = add(parent, tag, { role: "slider", tabindex: 0, "aria-valuemin": 1, ...attributes });
  let [at, most] = [0, 0];
  node.addEventListener("click", (event) => {
    const found = find(event);
    if (found >= 0 && found <= most) pick(found);
  });
  node.addEventListener("keydown", (event) => {
    const step = MOVES[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation(); // in JupyterLab the arrow keys also walk through the cells
    pick(Math.min(most, Math.max(0, at + step)));
  });
  return {
    node,
    show(place, count, text) {
      [at, most] = [place, count - 1];
      const state = { "aria-valuemax": count, "aria-valuenow": place + 1, "aria-valuetext": text };
      for (const [key, value] of Object.entries(state)) node.setAttribute(key, value);
    },
  };
}
