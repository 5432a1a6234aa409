// A voice that speaks in the page: the chain runs here, without a kernel and without a network.

const EXPECTED_KEPT = ["nearly all", "about a half", "less than a third"];
const PAUSE = 150; // milliseconds without a change before the sound is computed again

function sayKept(share) {
  const [little, much] = SHARED.keptShares;
  const found = share > much ? 0 : share > little ? 1 : 2;
  return `The mean keeps ${Math.round(100 * share)} % of it: ${EXPECTED_KEPT[found]}.`;
}

function sayTime({ sound, took }) {
  const seconds = sound.length / SHARED.sampleRate;
  const [own, other] = [SHARED.markKey, SHARED.markKey + 1].map((key) => fixed(markScore(sound, key), 1));
  return (
    `${seconds.toFixed(1)} s of speech, computed in ${took.toFixed(2)} s: ${(seconds / took).toFixed(1)} times real time. ` +
    `It is marked as made by a machine: score ${own}, with another key ${other}.`
  );
}

// One figure on one chain; `state` holds the scene. Returns what stops it.
function mountVoice(place, held, state, presets, name) {
  const parent = add(place, "div", { role: "group", "aria-label": name });
  const voice = createVoice(held);
  let [waiting, said] = [0, null];
  const change = (made) => state.set({ ...state.get(), ...made });
  const edit = (made) => {
    player.stop();
    change(made);
  };
  const showPreset = addPresets(add(parent, "div", { class: "controls" }), presets, edit, saysTheSame);
  const setText = addSpeechText(parent, (text) => edit({ text, word: 0 }), speak);
  const buttons = add(parent, "div", { class: "controls" });
  const speaks = add(buttons, "button", { type: "button" }, "Speak");
  const showTour = createTour(parent, goTo);
  const settings = add(parent, "div", { class: "settings" });
  const setSliders = addSliders(settings, edit);
  const setChoices = addSpeechChoices(settings, edit);
  const picture = createPicture(parent, (word) => change({ word }));
  const status = add(parent, "p", { role: "status", class: "took" });
  const word = add(parent, "div", { class: "word" });
  const showWord = createWord(word);
  const question = addQuestion(parent, EXPECTED_KEPT);
  question.ask("Before you choose “the mean”: how much of the variance of the fine structure does it keep, beside frames drawn at τ = 1?");
  const player = createPlayer((now) => picture.reveal(now), () => {
    picture.reveal();
    speaks.textContent = "Speak";
  });
  const partOf = { settings, sounds: picture.box, word, took: status };

  function speak() {
    if (player.playing()) return player.stop();
    compute();
    player.play(said.sound);
    speaks.textContent = "Stop";
  }
  function goTo(tour) {
    const step = SHARED.tour[tour - 1];
    change({ tour });
    if (step) partOf[step.part].scrollIntoView({ block: "nearest" });
  }
  function compute() {
    clearTimeout(waiting);
    const scene = state.get();
    said = voice.say(scene);
    const chosen = Math.min(scene.word, said.words.length - 1);
    picture.show(said, chosen);
    showWord(said, chosen);
    status.textContent = sayTime(said);
    if (scene.mean) question.answer(sayKept(varianceKept(held, said, scene.seed)));
  }
  function draw() {
    const scene = state.get();
    setText(scene.text);
    showPreset(scene);
    setSliders(scene);
    setChoices(scene);
    showTour(scene);
    for (const part of Object.values(partOf)) part.classList.remove("toured");
    if (scene.tour) partOf[SHARED.tour[scene.tour - 1].part].classList.add("toured");
    clearTimeout(waiting);
    waiting = setTimeout(compute, said ? PAUSE : 0);
  }
  speaks.addEventListener("click", speak);
  const deaf = state.listen(draw);
  draw();
  return () => {
    clearTimeout(waiting);
    player.close();
    deaf();
  };
}

const render = (place) =>
  addSceneFigure(place, "speech", {
    read: readVoice,
    mount: mountVoice,
    first: (_, scene) => scene,
    say: ({ words, pronouncer, speaker }) =>
      `a speaker of ${speaker.centre.length} numbers a frame, a reader of width ${pronouncer.query.shape[0]}, ${words.size} words in its list`,
  });

export default { render, address: sceneAddress("speech", writeSpeechScene, readSpeechScene, () => null) };
