// The way from a label to its equation: the page that holds the figure lists all that the figure
// names, and the build has made links of them. Without that list, in JupyterLab, the label is shown.

const SECTION_NAMES = { "transformer-block": "the block" };

function addLabelLink(parent, label) {
  const id = label.startsWith("eq-") ? `equation-${label}` : label;
  const known = document.querySelector(`a[href$="#${id}"]`);
  if (!known) return add(parent, "code", {}, label);
  const words = SECTION_NAMES[label] ?? label.replace("eq-", "").replaceAll("-", " ");
  const number = label.startsWith("eq-") ? ` ${known.textContent.trim()}` : "";
  return add(parent, "a", { href: known.getAttribute("href"), class: "equation-link" }, `${words}${number}`);
}
