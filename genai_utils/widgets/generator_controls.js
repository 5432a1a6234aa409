// What the reader chooses: a scene by name, another slice, the values for A and B, blend, directions.

const END = ["A", "B"];
const EXPECTED_HALFWAY = ["both at once, like a double exposure", "one of the two, until it jumps", "a picture of its own"];

function sayWay({ ends, jump, exposure }) {
  if (ends < SHARED.alike) return "A and B are nearly the same picture: move one of them first.";
  const numbers =
    `The largest of ${SHARED.steps - 1} steps makes ${Math.round(100 * jump)} % of the way, and halfway the picture is ` +
    `${exposure.toFixed(2)} from a double exposure, where A and B are ${ends.toFixed(2)} apart`;
  const found = jump > SHARED.jump ? 1 : exposure < SHARED.exposed * ends ? 0 : 2;
  return `${numbers}: ${EXPECTED_HALFWAY[found]}.`;
}

// A row for each end: which of them the ring moves, and what is chosen for it.
function addEnds(parent, { conditions }, moveEnd, change) {
  const name = `moves-${Math.random()}`;
  return END.map((end, i) => {
    const row = add(parent, "div", { class: "end", role: "group", "aria-label": end });
    const label = add(row, "label");
    const radio = add(label, "input", { type: "radio", name });
    label.append(` move ${end}`);
    radio.checked = i === 0;
    radio.addEventListener("change", () => moveEnd(i));
    const fields = conditions.map(({ name: text, values }) => addChoice(row, `${text} `, values));
    fields.forEach((field, k) => {
      field.addEventListener("change", () =>
        change(({ chosen }) => ({ chosen: chosen.map((own, e) => (e === i ? own.with(k, Number(field.value)) : own)) })),
      );
    });
    return { radio, fields };
  });
}

// `change` is given a function from the scene to what becomes of it; `moveEnd` which ring moves.
function addChoices(parent, held, presets, change, moveEnd) {
  const top = add(parent, "div", { class: "controls" });
  const unblended = (scene) => writeScene({ ...scene, blend: 0 });
  const take = (scene) => change(() => scene);
  const showPreset = addPresets(top, presets, take, (a, b) => unblended(a) === unblended(b));
  const another = add(top, "button", { type: "button" }, "Another slice");
  const question = addQuestion(parent, EXPECTED_HALFWAY);
  const ends = addEnds(parent, held, moveEnd, change);
  another.addEventListener("click", () => change(({ slice }) => ({ slice: (slice + 1) % held.slices })));
  return {
    question,
    show(scene) {
      showPreset(scene);
      ends.forEach(({ fields }, i) => fields.forEach((field, k) => (field.value = scene.chosen[i][k])));
    },
  };
}

// The sliders beside the picture. Returns what sets them.
function addRanges(parent, { directions }, change) {
  const blend = addRange(parent, "Blend, from A to B", 0, 100, 1, (value) => change(() => ({ blend: value / 100 })));
  const fields = directions.map(({ name, ends: [less, more], reach }, k) =>
    addRange(parent, `${name}: ${less} … ${more}`, -reach, reach, reach / 20, (value) =>
      change(({ moves }) => ({ moves: moves.with(k, hundredths(value)) })),
    ),
  );
  return (scene) => {
    blend.value = 100 * scene.blend;
    fields.forEach((field, k) => (field.value = scene.moves[k]));
  };
}
