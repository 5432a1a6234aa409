// A reader who comes from the search sees the words that were found, marked on the page.
(() => {
  "use strict";
  const words = new URLSearchParams(location.search).get("found")?.split(" ").filter(Boolean);
  if (!words?.length || !CSS.highlights) return;
  const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const pattern = new RegExp(escaped.join("|"), "gi");

  document.addEventListener("DOMContentLoaded", () => {
    const article = document.querySelector(".bd-article");
    const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
    const ranges = [];
    while (walker.nextNode()) {
      for (const match of walker.currentNode.data.matchAll(pattern)) {
        const range = new Range();
        range.setStart(walker.currentNode, match.index);
        range.setEnd(walker.currentNode, match.index + match[0].length);
        ranges.push(range);
      }
    }
    CSS.highlights.set("found", new Highlight(...ranges));
  });
})();
