// Paper is white: while a page is printed, it is in its light theme, whatever the reader chose.
(() => {
  "use strict";
  const root = document.documentElement;
  const print = matchMedia("print");
  let chosen;

  print.addEventListener("change", ({ matches }) => {
    if (matches) {
      chosen = root.dataset.theme;
      root.dataset.theme = "light";
    } else {
      root.dataset.theme = chosen;
    }
  });
})();
