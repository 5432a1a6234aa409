// The settings in the page's address, all of them, and after these the points of a drawing:
// plane=steps_0_ring_stored_flow_data_once_1_0_0_all_velocity

const KEPT = "scene seed data source method direction dice steps at w wanted field".split(" ");

function writePlane(model) {
  const points = model.get("data") === "drawing" ? model.get("points").flat() : [];
  return [...KEPT.map((key) => model.get(key)), ...points.map((value) => value.toFixed(2))].join("_");
}

function isOffered(key, text) {
  if (CHOICES[key]) return Object.hasOwn(CHOICES[key], text);
  const { min, max = SHARED.mostSteps, step = 1 } = RANGES[key];
  return /^\d+(\.\d+)?$/.test(text) && text >= min && text <= max && Number.isInteger(text / step);
}

// What the page doesn't offer is passed over as a whole.
function readPlane(text) {
  const parts = text.split("_");
  const flat = parts.slice(KEPT.length).map(Number);
  const drawn = flat.length % 2 === 0 && flat.length <= 2 * SHARED.mostPoints;
  const inside = flat.every((value) => Math.abs(value) <= SHARED.extent);
  if (!drawn || !inside || !KEPT.every((key, i) => isOffered(key, parts[i] ?? ""))) return {};
  const points = flat.flatMap((x, i) => (i % 2 ? [] : [[x, flat[i + 1]]]));
  const value = (key, part) => (CHOICES[key] ? part : Number(part));
  return { points, ...Object.fromEntries(KEPT.map((key, i) => [key, value(key, parts[i])])) };
}

const address = { name: "plane", write: writePlane, read: readPlane };
