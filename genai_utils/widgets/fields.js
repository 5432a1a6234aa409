// Labelled fields, and what they set.

// `choices` are the texts of the values.
function addChoice(parent, text, choices) {
  const field = add(add(parent, "label", {}, text), "select");
  for (const [value, said] of Object.entries(choices)) add(field, "option", { value }, said);
  return field;
}

function addNumber(parent, text, attributes) {
  return add(add(parent, "label", {}, text), "input", { type: "number", step: 1, ...attributes });
}

function change(model, key, field) {
  const value = typeof model.get(key) === "number" ? Number(field.value) : field.value;
  if (field.value === "" || !field.checkValidity()) field.value = model.get(key);
  else model.set(key, value);
  model.save_changes();
}
