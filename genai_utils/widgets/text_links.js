// Labels and letters in words. The page that holds the figure lists every equation that the figure
// names, and the build has made links of them. Without that list, in JupyterLab, the label is shown.

const SECTION_NAMES = { "transformer-block": "the block" };

// Text in which a letter behind a low line stands lower.
function addSymbols(parent, text) {
  text.split(/_(\w)/).forEach((part, i) => (i % 2 ? add(parent, "sub", {}, part) : parent.append(part)));
}

function addLabelLink(parent, label) {
  const id = label.startsWith("eq-") ? `equation-${label}` : label;
  const known = document.querySelector(`a[href$="#${id}"]:not(.equation-link)`);
  if (!known) return add(parent, "code", {}, label);
  const words = SECTION_NAMES[label] ?? label.replace("eq-", "").replaceAll("-", " ");
  const number = label.startsWith("eq-") ? ` ${known.textContent.trim()}` : "";
  return add(parent, "a", { href: known.getAttribute("href"), class: "equation-link" }, `${words}${number}`);
}
