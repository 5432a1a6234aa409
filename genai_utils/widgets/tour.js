// The tour: six steps, each with what to look at, where it stands, and the equations behind it.

// `go` is told the number of a step, or 0 for the end.
function createTour(parent, go) {
  const box = add(parent, "div", { class: "tour" });
  const buttons = add(box, "div", { class: "controls" });
  const back = add(buttons, "button", { type: "button" }, "Back");
  const on = add(buttons, "button", { type: "button" });
  const end = add(buttons, "button", { type: "button" }, "End the tour");
  const text = add(box, "div", { role: "status" });
  let [step, shown] = [0, -1];
  const last = SHARED.tour.length;
  back.addEventListener("click", () => go(step - 1));
  on.addEventListener("click", () => go(step === last ? 0 : step + 1));
  end.addEventListener("click", () => go(0));
  function say({ title, says, equations }) {
    text.replaceChildren();
    add(text, "strong", {}, `${step} of ${last}. ${title}.`);
    addSymbols(text, ` ${says} `);
    const links = add(text, "span", { class: "links" });
    equations.forEach((label, i) => {
      if (i) links.append(", ");
      addLabelLink(links, label);
    });
  }
  return ({ tour }) => {
    step = tour;
    if (step === shown) return;
    shown = step;
    back.hidden = step < 2;
    end.hidden = !step || step === last;
    on.textContent = step === 0 ? "A tour in six steps" : step === last ? "End the tour" : "Next step";
    text.replaceChildren();
    if (step) say(SHARED.tour[step - 1]);
  };
}
