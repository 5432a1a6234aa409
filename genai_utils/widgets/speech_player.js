// Web Audio: a sound is played from the page's own numbers, with no file and no network.

// `moved` is told the seconds that have been heard; `ended` that it is over.
function createPlayer(moved, ended) {
  let context, source, next;
  function stop() {
    if (!source) return;
    cancelAnimationFrame(next);
    source.onended = null;
    source.stop();
    source = null;
    ended();
  }
  function play(samples) {
    stop();
    context ??= new AudioContext();
    context.resume(); // it sleeps until the reader has asked for a sound
    const buffer = context.createBuffer(1, samples.length, SHARED.sampleRate);
    buffer.copyToChannel(samples, 0);
    source = new AudioBufferSourceNode(context, { buffer });
    source.connect(context.destination);
    source.onended = stop;
    source.start();
    const start = context.currentTime;
    function tell() {
      next = requestAnimationFrame(tell);
      moved(context.currentTime - start - (context.outputLatency || 0));
    }
    tell();
  }
  return { play, stop, playing: () => Boolean(source), close: () => (stop(), context?.close()) };
}
