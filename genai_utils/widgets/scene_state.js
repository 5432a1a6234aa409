// Where a figure's scene is kept, and its file.

// The scene in the figure's model, which a kernel and the page's address know.
const shared = (model) => ({
  get: () => model.get("scene"),
  set(scene) {
    model.set("scene", scene);
    model.save_changes();
  },
  listen(handler) {
    model.on("change:scene", handler);
    return () => model.off("change:scene", handler);
  },
});

// A scene of the reader's own file, which nobody else knows.
function own(scene) {
  let heard;
  return {
    get: () => scene,
    set(next) {
      scene = next;
      heard();
    },
    listen(handler) {
      heard = handler;
      return () => {};
    },
  };
}

// The bytes that the notebook stored.
function bytesOf(model) {
  const view = model.get("weights");
  return view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength);
}
