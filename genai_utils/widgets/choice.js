// A labelled list to choose from.

// `choices` are the texts of the values; of a list, the values are the places.
function addChoice(parent, text, choices) {
  const field = add(add(parent, "label", {}, text), "select");
  for (const [value, said] of Object.entries(choices)) add(field, "option", { value }, said);
  return field;
}
