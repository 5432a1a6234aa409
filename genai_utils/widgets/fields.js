// A labelled field for a number, and what a field sets.

function addNumber(parent, text, attributes) {
  return add(add(parent, "label", {}, text), "input", { type: "number", step: 1, ...attributes });
}

function change(model, key, field) {
  const value = typeof model.get(key) === "number" ? Number(field.value) : field.value;
  if (field.value === "" || !field.checkValidity()) field.value = model.get(key);
  else model.set(key, value);
  model.save_changes();
}
