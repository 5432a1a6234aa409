// The search page. An entry is a section, a definition or an equation; what the reader typed and what
// the book says meet in one spelling, and through the book's list of synonyms.
(() => {
  "use strict";
  const { searched: address, root } = document.currentScript.dataset;
  const status = document.querySelector("#search-status");
  const list = document.querySelector("#search-results");
  const CHINESE = /[\u4e00-\u9fff]+/g;
  const AROUND = 110; // characters of a snippet on each side of the first word found
  const MOST = 60;
  // What a question is made of, beside what it asks for.
  const SMALL = "a an and are be can do does for how i in is it my of on or the to what when why with";
  const SILENT = new Set(SMALL.split(" "));

  // British and American spelling, singular and plural: one form, in the text as in the question.
  function fold(word) {
    const plain = word.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
    return plain
      .replace(/i[sz](e|ed|es|er|ing|ation|ations)$/, "iz")
      .replace(/our/, "or")
      .replace(/ll(ed|ing|er)$/, "l$1")
      .replace(/(?<=..[^s])s$/, "");
  }

  function meant(word) {
    return SILENT.has(word.toLowerCase()) ? null : fold(word) || null;
  }

  // Chinese has no spaces: every two neighbouring characters are a word.
  function tokenize(text) {
    const pairs = [...text.matchAll(CHINESE)].flatMap(([run]) =>
      run.length < 2 ? [run] : [...run.slice(1)].map((sign, i) => run[i] + sign),
    );
    return [...(text.replace(CHINESE, " ").match(/[\p{L}\p{N}]+/gu) ?? []), ...pairs];
  }

  function load() {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = () => resolve(globalThis.searched);
      script.onerror = () => reject(new Error("the book's list of words did not load"));
      document.head.append(script);
    });
  }

  function index(entries) {
    const search = new MiniSearch({
      fields: ["title", "page", "text"],
      processTerm: meant,
      tokenize,
    });
    search.addAll(entries.map(([, page, title, , text], id) => ({ id, page, title, text })));
    return search;
  }

  // The question, and the same with each phrase of it that has synonyms replaced: whole words, since
  // "gan" in "organ" means nothing. Chinese has no spaces, so there a phrase may stand in a run.
  function variants(question, synonyms) {
    const lower = question.toLowerCase();
    const others = synonyms.flatMap((group) =>
      group.flatMap((phrase) => {
        const said = new RegExp(`(?<!\\p{Script=Latin})${phrase}(?!\\p{Script=Latin})`, "u");
        return said.test(lower) ? group.map((other) => lower.replace(said, other)) : [];
      }),
    );
    return [...new Set([lower, ...others])];
  }

  function find(search, { entries, synonyms }, question) {
    const asked = tokenize(question).map(meant).filter(Boolean);
    const all = {
      combineWith: "AND",
      prefix: (term, i, terms) => i === terms.length - 1,
      fuzzy: (term) => term.length > 5 && 0.15,
    };
    // What was typed counts more than what it may mean.
    const boosts = (i) => (i ? { title: 1, page: 0.5, text: 0.3 } : { title: 3, page: 1.5, text: 1 });
    const queries = variants(question, synonyms).map((text, i) => {
      return { queries: [text], boost: boosts(i), ...all };
    });
    const behind = { list: 0.3, equation: 0.4 }; // they repeat what stands elsewhere
    const boostDocument = (id) => behind[entries[id][3]] ?? 1;
    const hits = search.search({ combineWith: "OR", queries }, { boostDocument });
    // A definition of what was asked comes first.
    const defines = ({ id }) => {
      const [, , title, kind] = entries[id];
      const words = tokenize(title).map(fold);
      return kind === "definition" && asked.every((term) => words.includes(term));
    };
    return [...hits.filter(defines), ...hits.filter((hit) => !defines(hit))];
  }

  // The words of the text that were found, as they are spelled there.
  function spelled(text, terms) {
    const found = new Set(terms);
    return [...new Set(tokenize(text).filter((word) => found.has(fold(word))))].slice(0, 8);
  }

  function snippet(text, words) {
    const places = words.map((word) => text.indexOf(word)).filter((place) => place >= 0);
    const start = Math.max(0, Math.min(...places, text.length) - AROUND);
    const from = places.length ? start : 0;
    const part = document.createElement("p");
    const cut = text.slice(from, from + 2 * AROUND + 40);
    const marked = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
    const pieces = marked ? cut.split(new RegExp(`(${marked})`)) : [cut];
    part.append(from ? "… " : "");
    pieces.forEach((piece, i) => {
      const node = i % 2 ? document.createElement("mark") : document.createElement("span");
      node.textContent = piece;
      part.append(node);
    });
    part.append(from + cut.length < text.length ? " …" : "");
    return part;
  }

  function item([place, page, title, kind, text], terms) {
    const words = spelled(`${title} ${text}`, terms);
    const [file, anchor] = place.split("#");
    const link = document.createElement("a");
    link.href = `${root}${file}?found=${encodeURIComponent(words.join(" "))}${anchor ? `#${anchor}` : ""}`;
    link.textContent = title;
    const from = document.createElement("span");
    const whence = ["section", "list"].includes(kind) ? page : kind;
    from.textContent = title === whence ? "" : ` · ${whence}`;
    const entry = document.createElement("li");
    entry.append(link, from, snippet(text, words));
    return entry;
  }

  async function run(question) {
    status.textContent = "Searching …";
    try {
      const searched = await load();
      const hits = find(index(searched.entries), searched, question);
      const shown = hits.slice(0, MOST);
      list.replaceChildren(...shown.map(({ id, terms }) => item(searched.entries[id], terms)));
      const more = hits.length > MOST ? `, the first ${MOST} shown` : "";
      const places = hits.length === 1 ? "1 place" : `${hits.length} places`;
      status.textContent = `Search finished, found ${places}${more}.`;
    } catch (error) {
      status.textContent = `The search failed: ${error.message}.`;
      console.error(error);
    }
  }

  const question = new URLSearchParams(location.search).get("q")?.trim();
  for (const input of document.querySelectorAll('input[name="q"]')) input.value = question ?? "";
  if (question) run(question);
})();
