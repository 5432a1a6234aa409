// Writing: one character after the other, until the reader stops it or the text is full.

const EXPECTED_REPEATS = ["hardly any", "up to a half", "more than a half"];

function sayRepeats(share) {
  const found = share <= SHARED.hardly ? 0 : share <= SHARED.mostly ? 1 : 2;
  return `${Math.round(100 * share)} % of the pieces stood before: ${EXPECTED_REPEATS[found]}.`;
}

function addWritingControls(parent, change) {
  const box = add(parent, "div", { class: "controls" });
  const write = add(box, "button", { type: "button" }, "Write");
  const one = add(box, "button", { type: "button" }, "One character");
  const label = add(box, "label", {}, "draw ");
  const draw = add(label, "select");
  for (const way of ["by the shares", "the likeliest (greedy)"]) add(draw, "option", {}, way);
  const seed = addSeed(box, change);
  const kept = add(box, "label");
  const cached = add(kept, "input", { type: "checkbox", checked: "" });
  kept.append(" keep keys and values");
  draw.addEventListener("change", () => change({ greedy: draw.selectedIndex === 1 }));
  return { box, write, one, draw, seed, cached };
}

// What was written, how fast, and how much was read again for it.
function sayWritten({ count, seconds, busy, steps }) {
  if (!count) return "";
  const each = Math.round((1000 * busy) / count) / 1000;
  return (
    `${count} character${count === 1 ? "" : "s"} written, ${steps} read for it; ` +
    `the network took ${each.toFixed(1)} ms for one` + (seconds > 0.5 ? `, ${Math.round(count / seconds)} a second on the screen.` : ".")
  );
}

// `state` holds the scene, `show` is told how far the writing is and whether it goes on.
function createWriting(parent, reader, state, held, show) {
  const box = add(parent, "div", { class: "writes" });
  const change = (made) => state.set({ ...state.get(), ...made });
  const controls = addWritingControls(box, change);
  const status = add(box, "p", { role: "status" });
  const question = addQuestion(box, EXPECTED_REPEATS);
  question.ask(
    `Before you write greedily: how many of the pieces of ${SHARED.piece} characters in the ${SHARED.judged} that follow stood before?`,
  );
  let [going, run] = [0, null];

  // Returns whether there is room for another character.
  function writeOne() {
    const scene = state.get();
    const before = performance.now();
    const steps = reader.steps();
    const { letters, records } = reader.read(scene.text, controls.cached.checked);
    if (letters.length >= SHARED.longest) return false;
    const token = nextToken(records.at(-1).logits, scene, letters.length);
    run.busy += performance.now() - before;
    run.steps += reader.steps() - steps;
    run.count++;
    run.greedy &&= scene.greedy;
    change({ text: scene.text + held.alphabet[token], at: -1 });
    return letters.length + 1 < SHARED.longest;
  }
  function begin() {
    const length = lettersOf(state.get().text).length;
    run = { from: length, start: performance.now(), count: 0, busy: 0, steps: 0, greedy: true };
  }
  function say() {
    run.seconds = (performance.now() - run.start) / 1000;
    status.textContent = sayWritten(run);
    if (run.greedy && run.count >= SHARED.judged) {
      question.answer(sayRepeats(repeated(lettersOf(state.get().text), run.from, SHARED.piece)));
    }
  }
  function stop() {
    if (!going) return;
    cancelAnimationFrame(going);
    going = 0;
    controls.write.textContent = "Write";
    show();
    say();
  }
  function goOn() {
    going = requestAnimationFrame(goOn);
    if (!writeOne()) stop();
  }
  controls.write.addEventListener("click", () => {
    if (going) return stop();
    controls.write.textContent = "Stop";
    begin();
    goOn();
  });
  controls.one.addEventListener("click", () => {
    stop();
    begin();
    writeOne();
    say();
  });
  return {
    box,
    stop,
    going: () => going > 0,
    show({ greedy, seed, text }) {
      controls.draw.selectedIndex = Number(greedy);
      controls.seed.value = seed;
      const full = lettersOf(text).length >= SHARED.longest;
      controls.write.disabled = full && !going;
      controls.one.disabled = full;
    },
  };
}
