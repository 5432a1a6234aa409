// Curves of a training, of any length.

// Means over ever wider stretches, so that a run of any length fits with a few hundred points.
function createHistory() {
  const means = [];
  let width = 1;
  let open = [];
  const mean = (sets) => sets[0].map((_, k) => sets.reduce((sum, p) => sum + p[k], 0) / sets.length);
  return {
    means,
    add(values) {
      open.push(values);
      if (open.length < width) return;
      means.push(mean(open));
      open = [];
      if (means.length < 300) return;
      for (let i = 0; i < 150; i++) means[i] = mean(means.slice(2 * i, 2 * i + 2));
      means.length = 150;
      width *= 2;
    },
    rounds: () => means.length * width,
  };
}

const WIDTH = 300; // of the curves
const MARGIN = 38; // right of them, for the names of the levels
const HEIGHT = 150;

// `names` are the classes of the curves, and what they are is the `label`. The picture is drawn from
// a history and from levels to compare with, by name.
function createCurves(parent, names, label) {
  const box = { class: "curves", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img" };
  const svg = add(parent, "svg", { ...box, "aria-label": label });
  const guides = add(svg, "g", { class: "guides" });
  const lines = names.map((name) => add(svg, "path", { class: name }));
  const rounds = add(svg, "text", { x: WIDTH - MARGIN, y: HEIGHT - 2, "text-anchor": "end" });
  const ends = [12, HEIGHT - 16].map((y) => add(svg, "text", { x: 0, y }));
  return (history, levels) => {
    const values = [...history.means.flat(), ...Object.values(levels)];
    const least = Math.min(...values);
    const reach = Math.max(...values) - least || 1;
    const height = (value) => 16 + (HEIGHT - 44) * (1 - (value - least) / reach);
    const right = (i) => ((WIDTH - MARGIN) * i) / Math.max(history.means.length - 1, 1);
    lines.forEach((line, k) => {
      const ys = history.means.map((values) => height(values[k]).toFixed(1));
      const steps = ys.map((y, i) => `${right(i).toFixed(1)} ${y}`);
      line.setAttribute("d", steps.length ? `M${steps.join("L")}` : "");
    });
    guides.replaceChildren();
    for (const [name, level] of Object.entries(levels)) {
      add(guides, "path", { d: `M0 ${height(level)}H${WIDTH - MARGIN}` });
      add(guides, "text", { x: WIDTH - MARGIN + 4, y: height(level), dy: "0.35em" }, name);
    }
    ends[0].textContent = fixed(least + reach, 1);
    ends[1].textContent = fixed(least, 1);
    rounds.textContent = `${history.rounds()} rounds`;
  };
}
