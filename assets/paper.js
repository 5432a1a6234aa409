// Paper is white: while a page is printed, it is in its light theme, whatever the reader chose.
(() => {
  "use strict";
  const root = document.documentElement;
  let chosen;

  addEventListener("beforeprint", () => {
    chosen = root.dataset.theme;
    root.dataset.theme = "light";
  });
  addEventListener("afterprint", () => {
    root.dataset.theme = chosen;
  });
})();
