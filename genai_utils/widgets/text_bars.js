// What may come next: a bar for the model's share and one for the share from which is drawn.

const percent = (share) => (share === 0 ? "0" : share < 0.001 ? "< 0.1 %" : `${(100 * share).toFixed(1)} %`);

function addBar(row, share, most) {
  const cell = add(row, "td");
  const bar = add(cell, "span", { class: "bar", style: `width: ${(60 * share) / most}%` });
  bar.after(` ${percent(share)}`);
}

// `write` is told the character that was clicked; `look` which token is looked at.
function createBars(parent, held, write) {
  const table = add(parent, "table");
  const head = add(add(table, "thead"), "tr");
  for (const words of ["next", "the model", "after τ, k, η"]) add(head, "th", { scope: "col" }, words);
  const body = add(table, "tbody");
  const text = add(parent, "p");
  body.addEventListener("click", ({ target }) => {
    if (target.dataset.letter) write(target.dataset.letter);
  });
  return ({ shares: { own, drawn } }) => {
    body.replaceChildren();
    const order = ranked(own).slice(0, SHARED.bars);
    const most = Math.max(own[order[0]], ...drawn);
    for (const token of order) {
      const row = add(body, "tr", drawn[token] ? {} : { class: "cut" });
      const letter = held.alphabet[token];
      const cell = add(row, "th", { scope: "row" });
      add(cell, "button", { type: "button", "data-letter": letter, "aria-label": `write ${seen(letter)}` }, seen(letter));
      addBar(row, own[token], most);
      addBar(row, drawn[token], most);
    }
    const stay = drawn.filter((share) => share > 0);
    text.textContent =
      `${stay.length} of ${own.length} characters may be drawn. ` +
      `Entropy: ${bits(own).toFixed(2)} bits, then ${bits(drawn).toFixed(2)}.`;
  };
}

// The three maps. `change` is given what the reader has moved; returns what sets them.
function addMaps(parent, held, change) {
  const box = add(parent, "div", { class: "maps" });
  const entries = [
    ["temperature", "Temperature τ", SHARED.temperatures, 0.05, "eq-temperature"],
    ["keep", "Top-k: k", [1, held.alphabet.length], 1, "eq-truncation"],
    ["mass", "Nucleus: mass η", SHARED.masses, 0.01, "eq-truncation"],
  ].map(([name, words, [least, most], step, label]) => {
    const part = add(box, "div");
    const field = addRange(part, words, least, most, step, (value) => change({ [name]: value }));
    const value = add(field.parentNode, "output", {});
    addLabelLink(part, label);
    return [name, field, value];
  });
  return (scene) => {
    for (const [name, field, value] of entries) {
      field.value = scene[name];
      value.textContent = scene[name];
    }
  };
}
