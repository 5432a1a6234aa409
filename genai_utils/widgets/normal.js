// Standard normal points (Box and Muller 1958: one radius and one angle give two numbers).
function normalPoints(count, random, deviation = 1) {
  const points = new Float64Array(2 * count);
  for (let i = 0; i < points.length; i += 2) {
    const radius = deviation * Math.sqrt(-2 * Math.log(1 - random()));
    const angle = 2 * Math.PI * random();
    points[i] = radius * Math.cos(angle);
    points[i + 1] = radius * Math.sin(angle);
  }
  return points;
}
