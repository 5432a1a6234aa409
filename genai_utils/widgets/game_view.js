// What the reader of the game sees: the plane with data, samples and the discriminator's surface,
// and the curves of both losses. Colours are the style sheet's, so they follow the theme.

const SIDE = 320; // of the plane, in its own units
const LONGEST = 34; // of the arrows
const CELLS = 32; // of the surface, along a side
const across = (x) => (1 + x / SHARED.extent) * (SIDE / 2);
const down = (y) => (1 - y / SHARED.extent) * (SIDE / 2);

const redGreenBlue = (hue) => [1, 3, 5].map((at) => parseInt(hue.slice(at, at + 2), 16));

// One path for all points: a dot is a line of no length with round ends.
function marks(points, mark) {
  let path = "";
  for (let i = 0; i < points.length; i += 2) {
    path += `M${across(points[i]).toFixed(1)} ${down(points[i + 1]).toFixed(1)}${mark}`;
  }
  return path;
}

// Long where the push is strong, and never so long that it hides where it starts.
function arrows(places, ways) {
  const fix = (value) => value.toFixed(1);
  let path = "";
  for (let i = 0; i < places.length; i += 2) {
    const strength = Math.hypot(ways[i], ways[i + 1]);
    const size = LONGEST / (1 + strength);
    const [x, y] = [across(places[i]), down(places[i + 1])];
    const [dx, dy] = [size * ways[i], -size * ways[i + 1]];
    const tip = `M${fix(x + dx)} ${fix(y + dy)}`;
    const barbs = [-1, 1].map((side) => {
      const back = [side * dy - 1.5 * dx, -side * dx - 1.5 * dy];
      return `${tip}l${fix(back[0] / 5)} ${fix(back[1] / 5)}`;
    });
    path += `M${fix(x)} ${fix(y)}l${fix(dx)} ${fix(dy)}${barbs.join("")}`;
  }
  return path;
}

function surfacePlaces() {
  const places = new Float64Array(2 * CELLS * CELLS);
  for (let i = 0; i < CELLS * CELLS; i++) {
    places[2 * i] = (((i % CELLS) + 0.5) / CELLS - 0.5) * 2 * SHARED.extent;
    places[2 * i + 1] = (0.5 - (Math.floor(i / CELLS) + 0.5) / CELLS) * 2 * SHARED.extent;
  }
  return places;
}

// From −1, surely made, to 1, surely data. A critic's scores have no zero and no unit of their own:
// they are measured from their middle by their reach.
function opinions(scores, isCritic) {
  if (!isCritic) return scores.map((score) => Math.tanh(score / 2)); // = 2D − 1
  const [least, most] = [Math.min(...scores), Math.max(...scores)];
  return scores.map((score) => (2 * (score - least)) / (most - least || 1) - 1);
}

function createPlane(parent) {
  const plane = add(parent, "div", { class: "plane" });
  const canvas = add(plane, "canvas", { width: CELLS, height: CELLS, "aria-hidden": "true" });
  const svg = add(plane, "svg", { viewBox: `0 0 ${SIDE} ${SIDE}` });
  for (const at of [-1, 0, 1]) {
    const d = `M${across(at)} ${SIDE}v-5M0 ${down(at)}h5`;
    add(svg, "path", { class: "tick", d });
    add(svg, "text", { x: across(at), y: SIDE - 9, "text-anchor": "middle" }, fixed(at, 0));
    if (at) add(svg, "text", { x: 8, y: down(at), dy: "0.35em" }, fixed(at, 0));
  }
  const data = add(svg, "path", { class: "data" });
  const samples = add(svg, "path", { class: "samples" });
  const pushed = add(svg, "path", { class: "push" });
  const middle = `translate(${SIDE / 2} ${SIDE / 2})`;
  const cursor = add(svg, "path", { class: "cursor", transform: middle, d: "M-9 0h18M0 -9v18" });
  const places = surfacePlaces();
  const hues = { data: redGreenBlue(SHARED.hues.data), made: redGreenBlue(SHARED.hues.made) };
  const context = canvas.getContext("2d");
  const image = context.createImageData(CELLS, CELLS);
  return {
    svg,
    cursor,
    // A plane to draw on is reached by the Tab key; one to look at isn't.
    setDrawable(drawable, name) {
      plane.classList.toggle("drawable", drawable);
      svg.setAttribute("role", drawable ? "application" : "img");
      svg.setAttribute("aria-label", drawable ? DRAWING_HELP : name);
      if (drawable) svg.setAttribute("tabindex", 0);
      else svg.removeAttribute("tabindex");
    },
    drawData: (points) => data.setAttribute("d", marks(points, "h0")),
    drawSamples: (points) => samples.setAttribute("d", marks(points, "m-3-3l6 6m0-6l-6 6")),
    drawPushes: ({ places: from, ways }) => pushed.setAttribute("d", arrows(from, ways)),
    drawSurface(discriminator, isCritic) {
      opinions(forward(discriminator, places).at(-1), isCritic).forEach((opinion, i) => {
        const hue = opinion > 0 ? hues.data : hues.made;
        image.data.set([...hue, 110 * Math.abs(opinion)], 4 * i);
      });
      context.putImageData(image, 0, 0);
    },
    toPlane(event) {
      const box = svg.getBoundingClientRect();
      const x = (2 * (event.clientX - box.left)) / box.width - 1;
      const y = 1 - (2 * (event.clientY - box.top)) / box.height;
      return [x * SHARED.extent, y * SHARED.extent];
    },
  };
}

// Means over ever wider stretches, so that a run of any length fits with a few hundred points.
function createHistory() {
  const means = [];
  let width = 1;
  let open = [];
  const mean = (pairs) => [0, 1].map((k) => pairs.reduce((sum, p) => sum + p[k], 0) / pairs.length);
  return {
    means,
    add(pair) {
      open.push(pair);
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

// `levels` are the values at the equilibrium, by name.
function createCurves(parent) {
  const label = "Both losses over the rounds";
  const box = { class: "curves", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img" };
  const svg = add(parent, "svg", { ...box, "aria-label": label });
  const guides = add(svg, "g", { class: "guides" });
  const lines = ["discriminator", "generator"].map((name) => add(svg, "path", { class: name }));
  const rounds = add(svg, "text", { x: WIDTH - MARGIN, y: HEIGHT - 2, "text-anchor": "end" });
  const ends = [12, HEIGHT - 16].map((y) => add(svg, "text", { x: 0, y }));
  return (history, levels) => {
    const values = [...history.means.flat(), ...Object.values(levels)];
    const least = Math.min(...values);
    const reach = Math.max(...values) - least || 1;
    const height = (value) => 16 + (HEIGHT - 44) * (1 - (value - least) / reach);
    const right = (i) => ((WIDTH - MARGIN) * i) / Math.max(history.means.length - 1, 1);
    lines.forEach((line, k) => {
      const ys = history.means.map((pair) => height(pair[k]).toFixed(1));
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
