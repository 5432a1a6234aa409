// A typed text as words and pauses, and each word's phones.

// The text as far as it can be said, and the signs that can't.
function sayable(text) {
  const unknown = new Set();
  const plain = [...text].filter((sign) => /[A-Za-z' ,.?!’]/.test(sign) || !unknown.add(sign)).join("");
  return { text: plain, unknown: [...unknown] };
}

const hasWord = (text) => /[a-z]/i.test(text);

// Words and pauses, with a pause at both ends, as `speech.Chain.spelled` has them.
function piecesOf(text) {
  const plain = text.trim().toLowerCase().replaceAll("!", ".").replaceAll("’", "'");
  const found = plain.match(/[a-z']*[a-z][a-z']*|[,.?]/g);
  return [",", ...found, ...(SHARED.pauses.includes(found.at(-1)) ? [] : ["."])];
}

// What is said: symbols, whether a word begins with each, which piece it belongs to; and the words.
function createReading(held) {
  const spelled = new Map();
  function ofNetwork(word) {
    if (!spelled.has(word)) spelled.set(word, spell(held.pronouncer, word));
    return spelled.get(word);
  }
  return (text, byNetwork) => {
    const reading = { symbols: [], begins: [], of: [], words: [] };
    for (const piece of piecesOf(text)) {
      const pause = SHARED.pauses.includes(piece);
      const known = !pause && !byNetwork && held.words.get(piece);
      const said = pause ? [piece] : known || ofNetwork(piece).phones;
      if (!pause) reading.words.push({ word: piece, said, known: Boolean(known), spelled: ofNetwork(piece) });
      said.forEach((symbol, i) => {
        reading.symbols.push(symbol);
        reading.begins.push(Number(!pause && i === 0));
        reading.of.push(pause ? -1 : reading.words.length - 1);
      });
    }
    return reading;
  };
}
