// One word: its phones, how long each lasts, and which letters the network looked at for each.

const SEEN = 0.05; // a share from which on it is written

const percentOf = (share) => (share < SEEN ? "" : Math.round(100 * share));

// The attention as a table: a row a phone, a column a letter, the last for the end of the word.
function addAlignment(parent, word, { phones, looks }) {
  const table = add(parent, "table", { class: "alignment" });
  const head = add(add(table, "thead"), "tr");
  add(head, "th", { scope: "col" }, "phone");
  for (const letter of [...word, "end"]) add(head, "th", { scope: "col" }, letter);
  const body = add(table, "tbody");
  looks.forEach((look, i) => {
    const row = add(body, "tr");
    add(row, "th", { scope: "row" }, phones[i] ?? "end");
    for (const share of look) {
      const style = `background: rgba(${SHARED.hues[1]}, ${(Math.sqrt(share) / 2).toFixed(3)})`;
      add(row, "td", { style }, percentOf(share));
    }
  });
}

function sayWord({ word, said, known, spelled }) {
  const network = spelled.phones.join(" ") || "nothing";
  if (!known) return `“${word}” was spelled by the network: ${network}.`;
  const same = network === said.join(" ");
  return `“${word}” was looked up: ${said.join(" ")}. The network ${same ? "says the same" : `would say ${network}`}.`;
}

// Returns what shows a word of what is said.
function createWord(parent) {
  const text = add(parent, "p", { role: "status" });
  const lasts = add(parent, "p");
  add(parent, "p", {}, "Which letters the network looks at for each phone, in per cent:");
  const place = add(parent, "div", { class: "aligned", tabindex: 0, role: "region", "aria-label": "Letters and phones" });
  return ({ words, symbols, samples, of }, chosen) => {
    text.textContent = sayWord(words[chosen]);
    const parts = symbols.flatMap((symbol, i) => (of[i] === chosen ? [`${symbol} ${milliseconds(samples[i])} ms`] : []));
    lasts.textContent = `It lasts: ${parts.join(", ") || "no time at all"}.`;
    place.replaceChildren();
    addAlignment(place, words[chosen].word, words[chosen].spelled);
  };
}
