// What the reader expects of a run, which the run answers by itself.

const EXPECTED = ["at most three", "more, but not all", "all of them"];

function addPrediction(parent) {
  const { box, ask, answer } = addQuestion(parent, EXPECTED);
  return {
    // Data without clusters leave nothing to count.
    ask(kind) {
      const modes = SHARED.modes[kind];
      box.hidden = !modes;
      ask(
        `Before you play: how many of the ${modes?.length} clusters will the samples reach ` +
          `by round ${SHARED.judged}?`,
      );
    },
    answer({ covered, modes }) {
      answer(`Round ${SHARED.judged}: the samples reach ${covered} of ${modes}.`);
    },
  };
}
