// Starts the live figures of a page that has no kernel. It stands in for require.js and the widgets'
// html-manager: it loads the state that the notebook stored, when the first figure comes near the
// screen, and hands each figure's own module a model that remembers what is set. A classic script,
// because file:// pages may not load modules; a figure's module is text in the state, and a Blob URL
// may be imported anywhere.
(() => {
  "use strict";
  const VIEW = 'script[type="application/vnd.jupyter.widget-view+json"]';
  const modules = new Map(); // by text: figures of one kind share one module and one style sheet
  const models = new Map(); // by id

  function bytes(base64) {
    return new DataView(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)).buffer);
  }

  function createModel({ state, buffers = [] }) {
    const values = { ...state };
    const handlers = new Map();
    for (const { path, data } of buffers) {
      const owner = path.slice(0, -1).reduce((at, key) => at[key], values);
      owner[path.at(-1)] = bytes(data);
    }
    return {
      get: (key) => values[key],
      set(key, value) {
        values[key] = value;
        for (const handler of [...(handlers.get(`change:${key}`) ?? [])]) handler();
      },
      on: (event, handler) => handlers.set(event, [...(handlers.get(event) ?? []), handler]),
      off: (event, handler) =>
        handlers.set(event, (handlers.get(event) ?? []).filter((other) => other !== handler)),
      save_changes() {}, // no kernel listens; what the address keeps is added below
    };
  }

  function load(model) {
    const text = model.get("_esm");
    if (!modules.has(text)) {
      const style = document.createElement("style");
      style.textContent = model.get("_css") ?? "";
      document.head.append(style);
      modules.set(text, import(URL.createObjectURL(new Blob([text], { type: "text/javascript" }))));
    }
    return modules.get(text);
  }

  // A figure may keep its settings in the page's address, so that the page can be linked to as it is
  // now: after the `?`, because what follows the `#` says where on the page. Browsers count changes
  // of the address, so a drag makes one.
  function keepInAddress(model, { name, write, read }) {
    const text = new URLSearchParams(location.search).get(name);
    for (const [key, value] of Object.entries(text === null ? {} : read(text, model))) {
      model.set(key, value);
    }
    let waiting;
    model.save_changes = () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        const url = new URL(location);
        url.searchParams.set(name, write(model));
        history.replaceState(history.state, "", url);
      }, 300);
    };
  }

  // One model can have several views, and moving one moves all.
  async function getModel(id, state) {
    const known = models.get(id) ?? createModel(state[id]);
    const module = await load(known);
    if (!models.has(id)) {
      models.set(id, known);
      if (module.default.address) keepInAddress(known, module.default.address);
    }
    return [models.get(id), module.default];
  }

  // The file sets `liveState`; a page has one, which its own tag of this script names.
  const address = document.currentScript.dataset.state;
  let stored;
  function loadState() {
    stored ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = () => resolve(globalThis.liveState.state);
      script.onerror = () => reject(new Error("its data did not load"));
      document.head.append(script);
    });
    return stored;
  }

  async function start(place, id) {
    try {
      const state = await loadState();
      if (!state[id]?.state._esm) return place.remove(); // a plain ipywidget needs a kernel
      const [model, figure] = await getModel(id, state);
      place.replaceChildren();
      await figure.render({ model, el: place });
    } catch (error) {
      place.textContent = `This figure could not start: ${error.message}`;
      console.error(error);
    }
  }

  function prepare() {
    const ids = new Map(); // by place
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target } of entries.filter((entry) => entry.isIntersecting)) {
          observer.unobserve(target);
          start(target, ids.get(target));
        }
      },
      { rootMargin: "300px" },
    );
    for (const script of document.querySelectorAll(VIEW)) {
      const place = document.createElement("div");
      // Until it starts, and in print, the still first frame stands here (tools/still_frames.py).
      const still = script.nextElementSibling;
      if (still?.tagName === "NOSCRIPT") place.innerHTML = still.textContent;
      script.after(place);
      ids.set(place, JSON.parse(script.textContent).model_id);
      observer.observe(place);
    }
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", prepare);
  else prepare();
})();
