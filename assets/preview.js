// A look at what a reference points to, without leaving: an equation, a figure, a work, a definition.
// The mouse rests on it, the keyboard reaches it, or a finger taps it; a second tap follows it. What
// stands on another page is fetched from there, which a page that was opened from the disk may not.
(() => {
  "use strict";
  const SHOWN = ["equation-", "fig-", "term-"].map((id) => `a[href*="#${id}"]`);
  const LINKS = `.bd-article :is(${SHOWN.join()}, a[href*="references.html#"]):not(.headerlink)`;
  const WAIT = 250; // milliseconds: a mouse that passes by opens nothing
  const pages = new Map(); // address -> the page, fetched once
  const box = document.createElement("div");
  let timer, current;

  async function pageOf(url) {
    if (url.pathname === location.pathname) return document;
    const address = url.pathname;
    if (!pages.has(address)) {
      const text = fetch(address).then((answer) => answer.text());
      pages.set(address, text.then((html) => new DOMParser().parseFromString(html, "text/html")));
    }
    return pages.get(address);
  }

  // What to show of the target: the whole equation, figure or work; of a term its definition.
  function copyOf(target, url) {
    const whole = target.closest("dt")?.nextElementSibling ?? target.closest("figure") ?? target;
    const copy = whole.cloneNode(true);
    for (const extra of copy.querySelectorAll("details, .headerlink")) extra.remove();
    for (const named of [copy, ...copy.querySelectorAll("[id]")]) named.removeAttribute("id");
    for (const image of copy.querySelectorAll("img")) {
      image.src = new URL(image.getAttribute("src"), url).href;
      image.loading = "eager";
    }
    return copy;
  }

  function place(link) {
    const at = link.getBoundingClientRect();
    const { width, height } = box.getBoundingClientRect();
    const left = Math.min(Math.max(8, at.left), innerWidth - width - 8);
    const above = at.bottom + height + 12 > innerHeight && at.top > height;
    box.style.left = `${Math.max(8, left)}px`;
    box.style.top = `${above ? at.top - height - 6 : at.bottom + 6}px`;
  }

  async function show(link) {
    current = link;
    try {
      const url = new URL(link.href);
      const target = (await pageOf(url)).getElementById(decodeURIComponent(url.hash.slice(1)));
      if (!target || current !== link) return;
      box.replaceChildren(copyOf(target, url));
      box.showPopover();
      place(link);
    } catch {
      hide(); // from the disk: the link itself still leads there
    }
  }

  function follow() {
    if (!current) return;
    const { top, bottom } = current.getBoundingClientRect();
    if (bottom < 0 || top > innerHeight) hide();
    else place(current);
  }

  function hide() {
    clearTimeout(timer);
    current = undefined;
    if (box.matches(":popover-open")) box.hidePopover();
  }

  function watch(link) {
    link.addEventListener("pointerenter", ({ pointerType }) => {
      clearTimeout(timer);
      if (pointerType === "mouse") timer = setTimeout(show, WAIT, link);
    });
    link.addEventListener("pointerleave", ({ pointerType }) => {
      if (pointerType === "mouse") timer = setTimeout(hide, WAIT);
    });
    link.addEventListener("focus", () => link.matches(":focus-visible") && show(link));
    link.addEventListener("blur", hide);
    link.addEventListener("click", (event) => {
      if (event.pointerType !== "touch" || current === link || location.protocol === "file:") return;
      event.preventDefault();
      show(link);
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    if (!("popover" in box)) return;
    box.className = "preview bd-article";
    box.popover = "manual";
    box.addEventListener("pointerenter", () => clearTimeout(timer));
    box.addEventListener("pointerleave", hide);
    document.body.append(box);
    for (const link of document.querySelectorAll(LINKS)) watch(link);
    addEventListener("keydown", ({ key }) => key === "Escape" && hide());
    addEventListener("scroll", follow, { passive: true });
  });
})();
