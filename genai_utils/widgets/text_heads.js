// Who reads whom: the text, shaded by what one head reads, and a small map of every head.

const letterAt = ({ letters }, at) => `“${seen(letters[at])}” at ${at + 1}`;

// `weights` of all positions, those below the diagonal as they are; above it nothing is read.
function drawHead(canvas, records, block, head) {
  const side = records.length;
  Object.assign(canvas, { width: side, height: side });
  const context = canvas.getContext("2d");
  const picture = new ImageData(side, side);
  records.forEach(({ blocks }, at) => {
    blocks[block].heads[head].weights.forEach((weight, u) =>
      picture.data.set([...SHARED.hues[1], Math.round(255 * Math.sqrt(weight))], 4 * (at * side + u)),
    );
  });
  context.putImageData(picture, 0, 0);
}

// `choose` is given block and head.
function createHeads(parent, held, choose) {
  const box = add(parent, "div", { class: "heads", role: "group", "aria-label": "All heads" });
  box.style.setProperty("--heads", held.heads);
  const entries = held.blocks.flatMap((_, block) =>
    Array.from({ length: held.heads }, (__, head) => {
      const short = `${block + 1}·${head + 1}`;
      const name = `${short}, block ${block + 1}, head ${head + 1}`;
      const button = add(box, "button", { type: "button", "aria-label": name });
      const canvas = add(button, "canvas");
      add(button, "span", {}, short);
      button.addEventListener("click", () => choose({ block, head }));
      return { block, head, button, canvas };
    }),
  );
  return ({ records, block, head }) => {
    for (const entry of entries) {
      drawHead(entry.canvas, records, entry.block, entry.head);
      entry.button.setAttribute("aria-pressed", entry.block === block && entry.head === head);
    }
  };
}

// What a head reads most, in words.
function sayReads(look) {
  const weights = valuesOf(look, "weights");
  const most = ranked(weights).slice(0, 3).map((u) => `${letterAt(look, u)} with ${weights[u].toFixed(2)}`);
  return `Block ${look.block + 1}, head ${look.head + 1}: ${letterAt(look, look.at)} reads ${most.join(", ")}.`;
}

// The text as far as it is read; `choose` is given the position that is looked at.
function createLetters(parent, choose) {
  let first = 0;
  const find = ({ target }) => Number(target.dataset?.at ?? -1);
  const picker = addPicker(parent, "div", { class: "strip", "aria-label": "The position that is looked at" }, find, (at) =>
    choose(first + at),
  );
  const text = add(parent, "p", { class: "reads-most" });
  return (look) => {
    first = look.start;
    const weights = valuesOf(look, "weights");
    picker.node.replaceChildren();
    look.letters.forEach((letter, at) => {
      const shade = at <= look.at ? 0.75 * Math.sqrt(weights[at]) : 0;
      const style = `background: rgba(${SHARED.hues[1]}, ${shade.toFixed(3)})`;
      const kind = at === look.at ? "asking" : at > look.at ? "later" : "";
      add(picker.node, "span", { "data-at": at, class: kind, style }, seen(letter));
    });
    picker.show(look.at, look.letters.length, `${letterAt(look, look.at)}`);
    text.textContent = sayReads(look);
  };
}
