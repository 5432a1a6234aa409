// What of a text is read, and the records of it.

// A text that is longer than the context loses half a context at its beginning, as often as it
// must; so the cache is thrown away only once in half a context, and not with every character.
function startOf(length, context) {
  const half = Math.ceil(context / 2);
  return length <= context ? 0 : half * Math.ceil((length - context) / half);
}

const lettersOf = (text) => [...text];

// The letters that the model knows, and those that it doesn't.
function sortLetters({ tokens }, text) {
  const [known, unknown] = [[], new Set()];
  for (const letter of lettersOf(text)) {
    if (tokens.has(letter)) known.push(letter);
    else unknown.add(letter);
  }
  return { text: known.join(""), unknown: [...unknown] };
}

// Reads texts; what two texts in a row have in common at their beginning is read once.
function createReader(held) {
  let cache = [];
  let first = 0; // where in the text the cache begins
  let steps = 0;
  return {
    read(text, kept = true) {
      const letters = lettersOf(text);
      const start = startOf(letters.length, held.context);
      const tokens = letters.slice(start).map((letter) => held.tokens.get(letter));
      const alike = tokens.findIndex((token, i) => cache[i]?.token !== token);
      cache = kept && start === first ? cache.slice(0, alike < 0 ? tokens.length : alike) : [];
      first = start;
      for (const token of tokens.slice(cache.length)) {
        cache.push(readToken(held, cache, token));
        steps++;
      }
      return { letters, start, records: cache };
    },
    steps: () => steps,
  };
}
