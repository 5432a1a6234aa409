// The loop of a figure that moves by itself, until the reader looks away.

const AT_A_TIME = 10; // milliseconds of learning between two pictures
const CALM = 1000; // milliseconds between two pictures for a reader who wants little motion

// `advance` plays a round, as often as `work` milliseconds allow; `draw` shows where the run is, not
// sooner than `apart` milliseconds after the last time; `say` puts it into words.
function createLoop(advance, draw, say, { work = AT_A_TIME, apart = 0 } = {}) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const loop = { playing: false, seen: true };
  let frames = 0;
  let drawnAt = 0;
  let next;
  function frame(now) {
    if (!loop.playing) return;
    next = requestAnimationFrame(frame);
    if (!loop.seen) return;
    const end = performance.now() + work;
    do advance();
    while (performance.now() < end);
    if (now - drawnAt < (calm.matches ? CALM : apart)) return;
    drawnAt = now;
    draw();
    if (calm.matches || frames++ % 15 === 0) say();
  }
  loop.play = (on) => {
    loop.playing = on;
    cancelAnimationFrame(next); // a quick pause and play must not leave two loops running
    if (on) next = requestAnimationFrame(frame);
  };
  return loop;
}
