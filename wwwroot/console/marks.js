// Geometry of marks over a photo, in the photo's pixels: points are x and y in turn. The server measures by the same rules before an answer goes
// out (Domain/Photos/PhotoMarks.cs); tests/Vectors/marks.json holds both together.

export const distance = (points) => Math.hypot(points[2] - points[0], points[3] - points[1]);

export function area(points) {
  let twice = 0;
  for (let i = 0; i < points.length; i += 2) {
    const next = (i + 2) % points.length;
    twice += points[i] * points[next + 1] - points[next] * points[i + 1];
  }
  return Math.abs(twice) / 2;
}

export function crossesItself(points) {
  const corners = points.length / 2;
  const at = (corner) => [points[(2 * corner) % points.length], points[(2 * corner + 1) % points.length]];
  const turn = (a, b, c) => Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));
  for (let one = 0; one < corners; one++) {
    for (let other = one + 2; other < corners; other++) {
      if ((other + 1) % corners === one) continue;
      const [a, b, c, d] = [at(one), at(one + 1), at(other), at(other + 1)];
      if (turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0) return true;
    }
  }
  return false;
}

const isUsable = (scale) => !!scale && scale.mm >= 0.5 && scale.mm <= 2000 && scale.points.length === 4 && distance(scale.points) > 0;

/** Millimetres of a ruler, square centimetres of an outline; null where nothing can be measured. */
export function sizeOf(mark, scale) {
  if (!isUsable(scale)) return null;
  const mm = scale.mm / distance(scale.points);
  if (mark.kind === 'ruler') return distance(mark.points) * mm;
  return mark.kind === 'outline' && !crossesItself(mark.points) ? area(mark.points) * mm * mm / 100 : null;
}

/** As the size is said beside a mark. */
export function sizeWords(mark, scale, language) {
  const size = sizeOf(mark, scale);
  if (size === null) return '';
  const [value, unit] = mark.kind === 'outline' ? [size, 'cm²'] : size >= 100 ? [size / 10, 'cm'] : [size, 'mm'];
  const digits = unit === 'mm' ? (value < 10 ? 1 : 0) : value < 1 ? 2 : 1;
  return `${value.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${unit}`;
}

/** A line drawn by hand with as few corners as show the same (Douglas and Peucker 1973), at most `most`. */
export function simplify(points, tolerance, most) {
  let [found, by] = [thin(points, tolerance), tolerance];
  while (found.length / 2 > most) found = thin(points, by *= 1.5);
  return found;
}

function thin(points, tolerance) {
  const last = points.length / 2 - 1;
  const kept = new Set([0, last]);
  const open = [[0, last]];
  while (open.length > 0) {
    const [from, to] = open.pop();
    let [far, at] = [tolerance, -1];
    for (let i = from + 1; i < to; i++) {
      const away = fromLine(points, i, from, to);
      if (away > far) [far, at] = [away, i];
    }
    if (at > 0) {
      kept.add(at);
      open.push([from, at], [at, to]);
    }
  }
  return [...kept].sort((a, b) => a - b).flatMap((i) => [points[2 * i], points[2 * i + 1]]);
}

function fromLine(points, i, from, to) {
  const [x, y, x1, y1, x2, y2] = [points[2 * i], points[2 * i + 1], points[2 * from], points[2 * from + 1], points[2 * to], points[2 * to + 1]];
  const long = Math.hypot(x2 - x1, y2 - y1);
  return long === 0 ? Math.hypot(x - x1, y - y1) : Math.abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / long;
}

/** What a mark is drawn as: the path of its line, and where its number stands. Points are those of the screen. */
export function drawn(kind, points, closed = true) {
  const [x, y] = points;
  const line = (all) => all.map((value, i) => `${i === 0 ? 'M' : i % 2 === 0 ? 'L' : ' '}${value.toFixed(1)}`).join('');
  if (kind === 'outline') return { path: line(points) + (closed ? 'Z' : ''), at: [x, y] };
  if (kind === 'label' || points.length < 4) return { path: '', at: [x, y] };
  const [toX, toY] = points.slice(2);
  const along = Math.atan2(toY - y, toX - x);
  const side = (turn, long) => [toX - long * Math.cos(along + turn), toY - long * Math.sin(along + turn)];
  if (kind === 'arrow') return { path: `${line([x, y, toX, toY])}${line([...side(0.5, 14), toX, toY, ...side(-0.5, 14)])}`, at: [x, y] };
  const end = (px, py) => line([px - 7 * Math.sin(along), py + 7 * Math.cos(along), px + 7 * Math.sin(along), py - 7 * Math.cos(along)]);
  return { path: `${line([x, y, toX, toY])}${end(x, y)}${end(toX, toY)}`, at: [(x + toX) / 2, (y + toY) / 2] };
}
