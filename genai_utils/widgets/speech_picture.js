// The spectrogram of what is said, and below it words, phones and durations where they sound.

// Louder is stronger, down to so many decibels below the loudest.
function drawSpectrogram(canvas, sound) {
  const { count, real, imaginary } = stft(sound);
  const height = Math.round((SHARED.topHertz * SHARED.size) / SHARED.sampleRate);
  const levels = new Float32Array(count * height);
  let most = -Infinity;
  for (let t = 0; t < count; t++) {
    for (let k = 0; k < height; k++) {
      const at = t * ROWS + k;
      const level = 10 * Math.log10(real[at] ** 2 + imaginary[at] ** 2 + 1e-12);
      levels[(height - 1 - k) * count + t] = level;
      most = Math.max(most, level);
    }
  }
  Object.assign(canvas, { width: count, height });
  const picture = new ImageData(count, height);
  levels.forEach((level, i) => {
    const shade = Math.max(0, 1 + (level - most) / SHARED.decibels);
    picture.data.set([...SHARED.hues[0], Math.round(255 * shade)], 4 * i);
  });
  canvas.getContext("2d").putImageData(picture, 0, 0);
}

const milliseconds = (samples) => Math.round((1000 * samples) / SHARED.sampleRate);
const shownPhone = (symbol) => symbol.replace(/\d/, "");

// From where to where something sounds, as shares of the whole.
function placesOf(samples, length) {
  let at = 0;
  return samples.map((each) => {
    const from = at / length;
    at += each;
    return [from, Math.min(1, at / length)];
  });
}

const placed = ([from, to]) => `left: ${(100 * from).toFixed(2)}%; width: ${(100 * Math.max(0, to - from)).toFixed(2)}%`;

function drawPhones(row, { symbols, samples, of }, places, chosen) {
  row.replaceChildren();
  symbols.forEach((symbol, i) => {
    const kind = `${i % 2 ? "lower" : ""} ${of[i] === chosen ? "chosen" : ""}`;
    const node = add(row, "span", { class: kind, style: placed(places[i]) });
    if (of[i] < 0) return;
    add(node, "b", {}, shownPhone(symbol));
    add(node, "small", {}, milliseconds(samples[i]));
  });
}

// `choose` is told the word that was picked.
function createPicture(parent, choose) {
  const box = add(parent, "div", { class: "sounds", tabindex: 0, role: "region", "aria-label": "Spectrogram, words, phones and milliseconds" });
  const wide = add(box, "div", { class: "wide" });
  const canvas = add(wide, "canvas", { role: "img" });
  const line = add(wide, "div", { class: "now", hidden: "" });
  const find = ({ target }) => Number(target.dataset?.word ?? -1);
  const picker = addPicker(wide, "div", { class: "words", "aria-label": "The word that is looked at" }, find, choose);
  const phones = add(wide, "div", { class: "phones" });
  let [drawn, seconds] = [null, 1];
  return {
    box,
    show(said, chosen) {
      const { words, of, sound, samples } = said;
      if (sound !== drawn) drawSpectrogram(canvas, sound);
      drawn = sound;
      seconds = sound.length / SHARED.sampleRate;
      wide.style.setProperty("--seconds", seconds);
      canvas.setAttribute("aria-label", `Spectrogram of ${seconds.toFixed(1)} seconds, up to ${SHARED.topHertz / 1000} kHz: ${words.map(({ word }) => word).join(" ")}`);
      const places = placesOf(samples, sound.length);
      picker.node.replaceChildren();
      words.forEach(({ word }, number) => {
        const own = places.filter((_, i) => of[i] === number);
        if (!own.length) return;
        const style = placed([own[0][0], own.at(-1)[1]]);
        add(picker.node, "span", { "data-word": number, style, class: number === chosen ? "chosen" : "" }, word);
      });
      picker.show(chosen, words.length, words[chosen].word);
      drawPhones(phones, said, places, chosen);
    },
    // How far it has spoken; the whole, if no seconds are given.
    reveal(now) {
      const share = Math.min(1, Math.max(0, now / seconds));
      line.hidden = now === undefined;
      canvas.style.clipPath = now === undefined ? "" : `inset(0 ${(100 * (1 - share)).toFixed(2)}% 0 0)`;
      if (now === undefined) return;
      line.style.left = `${100 * share}%`;
      box.scrollLeft = share * wide.clientWidth - box.clientWidth / 2;
    },
  };
}
