// A square of the plane: a surface of colour, and paths over it. Colours are the style sheet's, so
// they follow the theme.

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

// The middles of so many cells along a side, row by row from the top.
function cellPlaces(cells) {
  const places = new Float64Array(2 * cells * cells);
  for (let i = 0; i < cells * cells; i++) {
    places[2 * i] = (((i % cells) + 0.5) / cells - 0.5) * 2 * SHARED.extent;
    places[2 * i + 1] = (0.5 - (Math.floor(i / cells) + 0.5) / cells) * 2 * SHARED.extent;
  }
  return places;
}

function addTicks(svg) {
  for (const at of [-1, 0, 1]) {
    const d = `M${across(at)} ${SIDE}v-5M0 ${down(at)}h5`;
    add(svg, "path", { class: "tick", d });
    add(svg, "text", { x: across(at), y: SIDE - 9, "text-anchor": "middle" }, fixed(at, 0));
    if (at) add(svg, "text", { x: 8, y: down(at), dy: "0.35em" }, fixed(at, 0));
  }
}

// `layers` are the classes of its paths, the lowest first.
function createSquare(parent, layers) {
  const plane = add(parent, "div", { class: "plane" });
  const canvas = add(plane, "canvas", { width: CELLS, height: CELLS, "aria-hidden": "true" });
  const svg = add(plane, "svg", { viewBox: `0 0 ${SIDE} ${SIDE}` });
  addTicks(svg);
  const paths = Object.fromEntries(layers.map((name) => [name, add(svg, "path", { class: name })]));
  const middle = `translate(${SIDE / 2} ${SIDE / 2})`;
  const cursor = add(svg, "path", { class: "cursor", transform: middle, d: "M-9 0h18M0 -9v18" });
  const hues = { data: redGreenBlue(SHARED.hues.data), made: redGreenBlue(SHARED.hues.made) };
  const context = canvas.getContext("2d");
  const image = context.createImageData(CELLS, CELLS);
  return {
    svg,
    cursor,
    places: cellPlaces(CELLS),
    // A plane to draw on is reached by the Tab key; one to look at isn't.
    setDrawable(drawable, name) {
      plane.classList.toggle("drawable", drawable);
      svg.setAttribute("role", drawable ? "application" : "img");
      svg.setAttribute("aria-label", drawable ? DRAWING_HELP : name);
      if (drawable) svg.setAttribute("tabindex", 0);
      else svg.removeAttribute("tabindex");
    },
    draw: (name, path) => paths[name].setAttribute("d", path),
    // Of each cell −1, all of the samples' colour, to 1, all of the data's.
    paint(opinions) {
      opinions.forEach((opinion, i) => {
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

const dots = (points) => marks(points, "h0");
const crosses = (points) => marks(points, "m-3-3l6 6m0-6l-6 6");
