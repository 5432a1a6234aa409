// Labels and letters in words. The page that holds the figure lists every equation that the figure
// names, and the build has made links of them. Without that list, in JupyterLab, the label is shown.

// Text in which a letter behind a low line stands lower.
function addSymbols(parent, text) {
  text.split(/_(\w)/).forEach((part, i) => (i % 2 ? add(parent, "sub", {}, part) : parent.append(part)));
}

function addLabelLink(parent, label) {
  const known = document.querySelector(`a[href$="#equation-${label}"]:not(.equation-link)`);
  if (!known) return add(parent, "code", {}, label);
  const words = `${label.replace("eq-", "").replaceAll("-", " ")} ${known.textContent.trim()}`;
  return add(parent, "a", { href: known.getAttribute("href"), class: "equation-link" }, words);
}
