// Corners as text, as the server reads them (relations/map_files.py): north and east on a line, an empty line between
// parts, ‘gat’ above a hole. And how large they are, about: the server computes it exactly.

const PAIR = /^(\d{1,6}(?:[.,]\d+)?)[\s,/]+(\d{1,6}(?:[.,]\d+)?)$/;
const EARTH = 6383400; // metres: the radius that gives the right surface in the Netherlands

export function readCorner(line) {
  const found = PAIR.exec(line.trim());
  if (!found) return null;
  const [north, east] = [found[1], found[2]].map((text) => Number(text.replace(",", ".")));
  return north >= 50 && north <= 54 && east >= 3 && east <= 8 ? [north, east] : null;
}

export function read(text) {
  const parts = [];
  for (const block of text.replaceAll(";", "\n").split(/\n\s*\n/)) {
    const lines = block.split("\n").map((line) => line.trim()).filter(Boolean);
    const hole = /^gat:?$/i.test(lines[0] ?? "");
    const corners = lines.map(readCorner).filter(Boolean);
    if (corners.length) parts.push({ hole, corners });
  }
  return parts;
}

export function writeCorner([north, east]) {
  return `${north.toFixed(6)} ${east.toFixed(6)}`.replaceAll(".", ",");
}

export function write(parts) {
  const filled = parts.filter((part) => part.corners.length);
  return filled.map((part) => (part.hole ? "gat\n" : "") + part.corners.map(writeCorner).join("\n")).join("\n\n");
}

export function readNeighbours(text) {
  const lines = text.split("\n").map((line) => /^(.*):([^:]*)$/.exec(line)).filter(Boolean);
  return lines.map(([, name, place]) => ({ name: name.trim(), at: readCorner(place) })).filter((one) => one.name && one.at);
}

export function hectares(parts) {
  const square = (corners) => {
    const turn = Math.PI / 180;
    const wide = Math.cos((corners[0]?.[0] ?? 52) * turn);
    let sum = 0;
    corners.forEach(([north, east], at) => {
      const [next, further] = corners[(at + 1) % corners.length];
      sum += east * wide * next - further * wide * north;
    });
    return Math.abs(sum / 2) * (turn * EARTH) ** 2;
  };
  return parts.reduce((sum, part) => sum + (part.hole ? -1 : 1) * square(part.corners), 0) / 10_000;
}
