// Starts the live figures of a page that has no kernel. It stands in for require.js and the widgets'
// html-manager: it reads the state that the notebook stored, and hands each figure's own module a
// model that remembers what is set. A classic script, because file:// pages may not load modules;
// a figure's module is text in the state, and a Blob URL may be imported anywhere.
(() => {
  "use strict";
  const STATE = 'script[type="application/vnd.jupyter.widget-state+json"]';
  const VIEW = 'script[type="application/vnd.jupyter.widget-view+json"]';
  const modules = new Map(); // by text: figures of one kind share one module and one style sheet

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
      save_changes() {}, // no kernel listens
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

  async function start(place, model) {
    try {
      const module = await load(model);
      await module.default.render({ model, el: place });
    } catch (error) {
      place.textContent = `This figure could not start: ${error.message}`;
      console.error(error);
    }
  }

  function prepare() {
    const stored = JSON.parse(document.querySelector(STATE)?.textContent ?? '{"state": {}}').state;
    const byId = new Map(); // one model can have several views, and moving one moves all
    const models = new Map(); // the same, by place
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target } of entries.filter((entry) => entry.isIntersecting)) {
          observer.unobserve(target);
          start(target, models.get(target));
        }
      },
      { rootMargin: "300px" },
    );
    for (const script of document.querySelectorAll(VIEW)) {
      const id = JSON.parse(script.textContent).model_id;
      if (!stored[id]?.state._esm) continue; // a plain ipywidget needs a kernel
      if (!byId.has(id)) byId.set(id, createModel(stored[id]));
      const place = document.createElement("div");
      script.after(place);
      models.set(place, byId.get(id));
      observer.observe(place);
    }
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", prepare);
  else prepare();
})();
