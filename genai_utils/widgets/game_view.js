// What the reader of the game sees on the plane: data, samples and the discriminator's surface.

// From −1, surely made, to 1, surely data. A critic's scores have no zero and no unit of their own:
// they are measured from their middle by their reach.
function opinions(scores, isCritic) {
  if (!isCritic) return scores.map((score) => Math.tanh(score / 2)); // = 2D − 1
  const [least, most] = [Math.min(...scores), Math.max(...scores)];
  return scores.map((score) => (2 * (score - least)) / (most - least || 1) - 1);
}

function createPlane(parent) {
  const square = createSquare(parent, ["data", "samples", "push"]);
  return {
    ...square,
    drawData: (points) => square.draw("data", dots(points)),
    drawSamples: (points) => square.draw("samples", crosses(points)),
    drawPushes: ({ places, ways }) => square.draw("push", arrows(places, ways)),
    drawSurface(discriminator, isCritic) {
      square.paint(opinions(forward(discriminator, square.places).at(-1), isCritic));
    },
  };
}
