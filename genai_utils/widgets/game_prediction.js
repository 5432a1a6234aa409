// One question before the reader plays, which the run answers by itself.

const EXPECTED = ["at most three", "more, but not all", "all of them"];

function addPrediction(parent) {
  const box = add(parent, "fieldset");
  const question = add(box, "legend");
  const name = `expected-${Math.random()}`; // radio buttons of two figures must not share one
  const choices = EXPECTED.map((text) => {
    const label = add(box, "label");
    const choice = add(label, "input", { type: "radio", name, value: text });
    label.append(` ${text}`);
    return choice;
  });
  const answer = add(box, "p", { class: "answer", "aria-live": "polite" });
  return {
    // Data without clusters leave nothing to count.
    ask(kind) {
      const modes = SHARED.modes[kind];
      box.hidden = !modes;
      question.textContent =
        `Before you play: how many of the ${modes?.length} clusters will the samples reach ` +
        `by round ${SHARED.judged}?`;
      answer.textContent = "";
      for (const choice of choices) Object.assign(choice, { checked: false, disabled: false });
    },
    answer({ covered, modes }) {
      const chosen = choices.find((choice) => choice.checked)?.value;
      const said = chosen ? ` You expected ${chosen}.` : "";
      answer.textContent = `Round ${SHARED.judged}: the samples reach ${covered} of ${modes}.${said}`;
      for (const choice of choices) choice.disabled = true;
    },
  };
}
