// One question before the reader moves anything: what is expected, and later what came.

function addQuestion(parent, expected) {
  const box = add(parent, "fieldset");
  const legend = add(box, "legend");
  const name = `expected-${Math.random()}`; // radio buttons of two figures must not share one
  const choices = expected.map((text) => {
    const label = add(box, "label");
    const choice = add(label, "input", { type: "radio", name, value: text });
    label.append(` ${text}`);
    return choice;
  });
  const answer = add(box, "p", { class: "answer", "aria-live": "polite" });
  return {
    box,
    ask(text) {
      legend.textContent = text;
      answer.textContent = "";
      for (const choice of choices) Object.assign(choice, { checked: false, disabled: false });
    },
    answer(text) {
      const chosen = choices.find((choice) => choice.checked)?.value;
      answer.textContent = chosen ? `${text} You expected ${chosen}.` : text;
      for (const choice of choices) choice.disabled = true;
    },
  };
}
