// A field for a scene's seed; `change` is told the whole number that is meant.

function addSeed(parent, change) {
  const field = add(add(parent, "label", {}, "seed "), "input", { type: "number", min: 0, max: SHARED.largestSeed, step: 1 });
  field.addEventListener("change", () => {
    change({ seed: Math.min(SHARED.largestSeed, Math.max(0, Math.round(Number(field.value)) || 0)) });
  });
  return field;
}
