// What scrolls sideways in a box of its own must be reachable by keyboard, and only while it does:
// a formula that fits is no stop for the Tab key. A folded solution has no size until it opens.
(() => {
  "use strict";
  const BOXES = ".formula, .bd-article pre, .pst-scrollable-table-container, .output";

  function settle(box) {
    const scrolls = box.scrollWidth > box.clientWidth;
    if (scrolls) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }

  document.addEventListener("DOMContentLoaded", () => {
    const observer = new ResizeObserver((entries) => entries.forEach(({ target }) => settle(target)));
    for (const box of document.querySelectorAll(BOXES)) observer.observe(box);
  });
})();
