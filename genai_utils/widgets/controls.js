// A slider with its words.

// A slider that calls `move` with its number. A browser sets one as soon as a finger touches it, even
// if the finger goes on to scroll the page; so a touch counts once it drags sideways, or is lifted.
function addRange(parent, text, least, most, step, move) {
  const label = add(parent, "label", { class: "range" }, text);
  const field = add(label, "input", { type: "range", min: least, max: most, step });
  let touched = null; // where, and the value before, until the finger goes sideways
  const hear = () => touched || move(Number(field.value));
  function count() {
    touched = null;
    hear();
  }
  field.addEventListener("input", hear);
  field.addEventListener("pointerdown", ({ pointerType, x, y }) => {
    touched = pointerType === "touch" ? { x, y, value: field.value } : null;
  });
  field.addEventListener("pointermove", ({ x, y }) => {
    if (touched && Math.abs(x - touched.x) > Math.abs(y - touched.y)) count();
  });
  field.addEventListener("pointerup", () => touched && count());
  field.addEventListener("pointercancel", () => {
    if (touched) field.value = touched.value;
    touched = null;
  });
  return field;
}
