// The tour: what a scene says, the reader's prediction, and the measurement that answers it.

const MEASURED = 1000; // samples

function addTour(parent) {
  const said = add(parent, "p", { class: "said" });
  const place = add(parent, "div", { class: "question" });
  let asked;
  return {
    show(name) {
      const { text, question, expected, equations, start } = SHARED.scenes[name];
      said.textContent = text;
      said.hidden = !text;
      for (const label of equations) addLink(said, label);
      place.replaceChildren();
      asked = null;
      if (!question) return;
      asked = addQuestion(place, expected);
      const button = start.source === "page" ? "Learn" : "Play";
      asked.ask(`Before you press ${button}: ${question[0].toLowerCase()}${question.slice(1)}`);
    },
    answer(text) {
      asked?.answer(text);
      asked = null;
    },
  };
}

const percent = (share) => `${fixed(100 * share, 0)} %`;
const share = (flags) => flags.filter(Boolean).length / flags.length;

// How many points are within three deviations of a place of the data.
function shareNear(points, { centres, deviation }) {
  return share(nearest(points, centres).map(({ distance }) => distance <= 3 * deviation));
}

// How many points of a class are nearest to its outer place.
function shareFar(points, mixture, wanted) {
  const { centres } = ofClass(mixture, wanted);
  const sizes = centres.map(([x, y]) => Math.hypot(x, y));
  const outer = sizes.indexOf(Math.max(...sizes));
  return share(nearest(points, centres).map(({ which }) => which === outer));
}

// Each runs the scene's own settings on more samples than are shown. `run` follows them with changes.
const ANSWERS = {
  noising(run) {
    const { states, from, mixture } = run({});
    const half = states.length >> 1;
    const [a] = CURVES.diffusion(0.5);
    const moved = mixture.centres.map((centre) => centre.map((value) => a * value));
    const found = share(nearest(states[half], moved).map(({ which }, i) => which === from[i]));
    return `${percent(found)} are; by chance it would be 13 %.`;
  },
  guess(run) {
    const { guess, states } = run({});
    const { data } = guess(states[0], [0, 1]);
    const far = Math.max(...nearest(data, [[0, 0]]).map(({ distance }) => distance));
    return `No arrow ends farther than ${fixed(far, 2)} from the middle; the clusters are 1 away from it.`;
  },
  steps(run) {
    const near = (steps) => {
      const { states, mixture } = run({ steps });
      return percent(shareNear(states.at(-1), mixture));
    };
    const [one, ...more] = [1, 3, 10, 50].map(near);
    return `${one} after one step; ${more.join(", ")} after 3, 10 and 50.`;
  },
  dice(run) {
    const [fresh, once] = ["always", "once"].map((dice) => {
      const { states, mixture } = run({ dice });
      return percent(shareNear(states.at(-1), mixture));
    });
    return `${fresh} with fresh noise, ${once} without.`;
  },
  guidance(run, random) {
    const { states, mixture, settings } = run({});
    const tilted = drawTilted(mixture, settings, 8 * MEASURED, random);
    const [guided, wanted] = [states.at(-1), tilted].map((p) => shareFar(p, mixture, settings.wanted));
    return `${percent(guided)} of the cloud, and ${percent(wanted)} of the tilted density.`;
  },
};

function answerOf(scene, model, networks) {
  const seed = model.get("seed");
  const run = (changes) => {
    const settings = { ...SHARED.scenes[scene].start, seed, points: [], ...changes };
    return compute(settings, networks, MEASURED);
  };
  return ANSWERS[scene](run, createRandom(seed));
}
