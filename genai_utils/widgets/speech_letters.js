// Letters to phones, as `models.Pronouncer.say`: each time the likeliest phone, until the end.

const END = 0; // begins and ends words and phones

const tableRow = ({ shape: [, size], values }, row) => values.subarray(row * size, (row + 1) * size);

const attention = (query, keys) => [...softmax(keys.map((key) => dot(query, key) / Math.sqrt(query.length)))];

function weightedMean(weights, rows) {
  const mean = new Float32Array(rows[0].length);
  rows.forEach((row, i) => row.forEach((value, j) => (mean[j] += weights[i] * value)));
  return mean;
}

// The phones of a word of a to z and ', and for each of them how much it attends to each letter and,
// last, to the end of the word. `looks` has a row more where the network says that the word is over.
function spell({ read, reader, written, first, query, second, scores }, word) {
  const letters = [...[...word].map((letter) => SHARED.letters.indexOf(letter) + 1), END];
  const seen = reader.reduce((rows, layer) => runBothWays(layer, rows), letters.map((letter) => tableRow(read, letter)));
  let [one, two, phone] = [restOf(first), restOf(second), END];
  const [phones, looks] = [[], []];
  do {
    one = gruStep(first, tableRow(written, phone), one);
    const look = attention(linear(query, one), seen);
    const mean = weightedMean(look, seen);
    two = gruStep(second, joined(one, mean), two);
    const marks = linear(scores, joined(two, mean));
    phone = marks.indexOf(Math.max(...marks));
    looks.push(look);
    if (phone !== END) phones.push(SHARED.phones[phone - 1]);
  } while (phone !== END && looks.length < SHARED.longestWord);
  return { phones, looks };
}
