// Where the figure stands, in the page's address and for a file of the reader's own.

const SYMBOLS = [...SHARED.pauses, ...SHARED.phones];
const SWITCHES = ["filters", "mean", "network"];
const WHOLE = ["seed", "word", "tour"];
const SETTINGS = [...Object.keys(SHARED.ranges), ...SWITCHES];

// Whether two scenes are heard as one, whatever is looked at.
const saysTheSame = (one, other) => ["text", ...SETTINGS].every((name) => ["word", "tour"].includes(name) || one[name] === other[name]);

// In the page's address: speech=0.3_1_1_0_0_0_0_0_0_The text
const writeSpeechScene = (scene) => [...SETTINGS.map((name) => Number(scene[name])), scene.text].join("_");

// Null for what the figure doesn't offer.
function readSpeechScene(written) {
  const parts = written.split("_");
  const text = parts.slice(SETTINGS.length).join("_");
  const scene = { ...SHARED.first, text };
  const fits = SETTINGS.every((name, i) => {
    const value = parts[i]?.trim() ? Number(parts[i]) : NaN;
    scene[name] = SWITCHES.includes(name) ? value === 1 : value;
    const [least, most] = SHARED.ranges[name] ?? [0, 1];
    return value >= least && value <= most && ((name in SHARED.ranges && !WHOLE.includes(name)) || Number.isInteger(value));
  });
  return fits && text.length <= SHARED.longest && hasWord(text) && !sayable(text).unknown.length ? scene : null;
}
