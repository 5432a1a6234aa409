// The map: axes, the codes as numerals, and the handle.

const SIDE = 400; // of the map, in its own units

function drawAxes(map, extent, place) {
  const middle = SIDE / 2;
  add(map, "path", { class: "axes", d: `M0 ${middle}H${SIDE}M${middle} 0V${SIDE}` });
  const ticks = add(map, "g", { class: "ticks", "aria-hidden": "true" });
  for (const end of [-extent, extent]) {
    const inside = 0.93 * end;
    const [x, y] = place([inside, inside]);
    const text = String(end).replace("-", "−");
    add(ticks, "text", { x, y: middle + 14 }, text);
    add(ticks, "text", { x: middle + 14, y, dy: "0.35em" }, text);
  }
  add(ticks, "text", { x: SIDE - 16, y: middle - 8 }, "z₁");
  add(ticks, "text", { x: middle - 14, y: 18 }, "z₂");
}

function drawNumerals(numerals, { codes, labels }, extent, place) {
  numerals.replaceChildren();
  labels.forEach((label, i) => {
    const code = codes.subarray(2 * i, 2 * i + 2);
    if (Math.max(...code.map(Math.abs)) > extent) return;
    const [x, y] = place(code).map((value) => value.toFixed(1));
    const style = `--hue: ${SHARED.hues[label]}`;
    add(numerals, "text", { x, y, dy: "0.35em", class: `class-${label}`, style }, label);
  });
}

function createMap(parent, extent, name) {
  const place = ([x, y]) => [(1 + x / extent) * (SIDE / 2), (1 - y / extent) * (SIDE / 2)];
  const map = addPad(parent, SIDE, extent, name);
  drawAxes(map, extent, place);
  const numerals = add(map, "g", { "aria-hidden": "true" });
  const handle = add(map, "g", { class: "handle" });
  add(handle, "circle", { r: 12 });
  add(handle, "circle", { r: 1 });
  return {
    map,
    showCodes: (shown) => drawNumerals(numerals, shown, extent, place),
    show(z, text) {
      handle.setAttribute("transform", `translate(${place(z)})`);
      map.setAttribute("aria-valuenow", z[0]);
      map.setAttribute("aria-valuetext", text);
    },
  };
}
