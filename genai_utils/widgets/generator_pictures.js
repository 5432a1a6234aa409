// The pictures: the large one, the slice as a sheet of small ones, and the strip from A to B.

const AT_A_TIME = 10; // milliseconds of drawing small pictures between two frames

function paint(context, { channels, side }, pixels, column = 0, row = 0) {
  const image = context.createImageData(side, side);
  const plane = side * side;
  for (let i = 0; i < plane; i++) {
    for (let c = 0; c < 3; c++) image.data[4 * i + c] = 255 * pixels[(channels === 3 ? c * plane : 0) + i] + 0.5;
    image.data[4 * i + 3] = 255;
  }
  context.putImageData(image, column * side, row * side);
}

function addCanvas(parent, attributes, side, columns = 1, rows = 1) {
  const canvas = add(parent, "canvas", attributes);
  canvas.width = columns * side;
  canvas.height = rows * side;
  return canvas.getContext("2d");
}

// Pictures that may come a little later. A job returns nothing; `replace` forgets what isn't done.
function createQueue() {
  const queues = {};
  let next;
  function work() {
    const end = performance.now() + AT_A_TIME;
    let jobs;
    while ((jobs = Object.values(queues).find((waiting) => waiting.length))) {
      jobs.shift()();
      if (performance.now() > end) break;
    }
    next = jobs ? requestAnimationFrame(work) : undefined;
  }
  return {
    replace(name, jobs) {
      queues[name] = jobs;
      next ??= requestAnimationFrame(work);
    },
    stop: () => cancelAnimationFrame(next),
  };
}

const SIDE_OF_SHEET = 420;

// The slice: what is drawn at each place, the rings of A and B, and the way between them.
function createSheet(parent, held, queue, label) {
  const box = add(parent, "div", { class: "sheet" });
  const context = addCanvas(box, { "aria-hidden": "true" }, held.side, SHARED.cells, SHARED.cells);
  const pad = addPad(box, SIDE_OF_SHEET, SHARED.reach, label);
  const path = add(pad, "path", { class: "way" });
  const spot = add(pad, "circle", { class: "spot", r: 6 }); // below the rings, at either end
  const rings = ["A", "B"].map((name) => {
    const ring = add(pad, "g", { class: "ring" });
    add(ring, "circle", { r: 15 });
    add(ring, "text", { dy: "0.35em" }, name);
    return ring;
  });
  const middle = SIDE_OF_SHEET / 2;
  const at = ([east, north]) => [1 + east / SHARED.reach, 1 - north / SHARED.reach].map((part) => (middle * part).toFixed(1));
  return {
    pad,
    drawCells(scene, end) {
      const across = (k) => ((2 * k + 1) / SHARED.cells - 1) * SHARED.reach;
      const jobs = Array.from({ length: SHARED.cells ** 2 }, (_, k) => () => {
        const [row, column] = [Math.floor(k / SHARED.cells), k % SHARED.cells];
        const weights = weightsAt([across(column), -across(row)]);
        paint(context, held, held.draw(inputAt(held, scene, weights, end)), column, row);
      });
      queue.replace("sheet", jobs);
    },
    show({ ends, blend }, moving) {
      const points = Array.from({ length: 25 }, (_, i) => at(placeOf(between(ends, i / 24))));
      path.setAttribute("d", `M${points.join("L")}`);
      rings.forEach((ring, i) => {
        ring.setAttribute("transform", `translate(${at(ends[i])})`);
        ring.classList.toggle("moving", i === moving);
      });
      const [x, y] = at(placeOf(between(ends, blend)));
      spot.setAttribute("cx", x);
      spot.setAttribute("cy", y);
    },
  };
}

// Nine pictures from A to B. `finished` is told how they change on the way.
function createStrip(parent, held, queue, finished) {
  const steps = SHARED.steps;
  const context = addCanvas(parent, { class: "strip", role: "img", "aria-label": "From A to B in equal steps" }, held.side, steps);
  return {
    canvas: context.canvas,
    draw(scene) {
      const pictures = [];
      const jobs = Array.from({ length: steps }, (_, k) => () => {
        pictures.push(pictureAt(held, scene, k / (steps - 1)));
        paint(context, held, pictures[k], k);
        if (k === steps - 1) finished(measureWay(pictures));
      });
      queue.replace("strip", jobs);
    },
  };
}

// Root mean square of the difference between two pictures.
function apart(one, other) {
  return Math.sqrt(one.reduce((sum, part, i) => sum + (part - other[i]) ** 2, 0) / one.length);
}

// How far apart A and B are, the largest step's share of the whole way, and how far the picture
// halfway is from both at once, each at half strength.
function measureWay(pictures) {
  const [first, half, last] = [pictures[0], pictures[(pictures.length - 1) / 2], pictures.at(-1)];
  const steps = pictures.slice(1).map((picture, i) => apart(pictures[i], picture));
  const whole = steps.reduce((sum, step) => sum + step, 0);
  return {
    ends: apart(first, last),
    jump: whole ? Math.max(...steps) / whole : 0,
    exposure: apart(half, first.map((part, i) => (part + last[i]) / 2)),
  };
}
