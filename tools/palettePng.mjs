// Makes a PNG of a window small: few colors, each pixel a number of one.
import zlib from 'node:zlib';

/** How far apart colors of a palette are at least, squared: shades of black on white leave room for the rare ones. */
const APART = 300;

/**
 * Rewrites a PNG (8 bits a channel, not interlaced, as browsers write them) with the `count` most frequent of the
 * colors that are not nearly the same.
 * @param {Buffer} png
 * @param {number} count at most 256
 */
export function withPalette(png, count) {
  const { width, height, channels, pixels } = decode(png);
  /** @type {Map<number, number>} */
  const frequency = new Map();
  const colors = new Uint32Array(width * height);
  for (let index = 0; index < colors.length; index += 1) {
    const at = index * channels;
    const color = ((pixels[at] ?? 0) << 16) | ((pixels[at + 1] ?? 0) << 8) | (pixels[at + 2] ?? 0);
    colors[index] = color;
    frequency.set(color, (frequency.get(color) ?? 0) + 1);
  }
  /** @type {number[]} */
  const palette = [];
  for (const [color] of [...frequency].sort((left, right) => right[1] - left[1])) {
    if (palette.length === count) break;
    if (palette.every((other) => distance(other, color) >= APART)) palette.push(color);
  }
  const numbers = new Map([...frequency.keys()].map((color) => [color, nearest(palette, color)]));
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      rows[y * (width + 1) + 1 + x] = numbers.get(colors[y * width + x] ?? 0) ?? 0;
    }
  }
  const header = Buffer.from(png.subarray(16, 29));
  header[9] = 3; // numbers of a palette
  return Buffer.concat([
    png.subarray(0, 8),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap((color) => [color >> 16, (color >> 8) & 255, color & 255]))),
    chunk('IDAT', zlib.deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/**
 * @param {readonly number[]} palette
 * @param {number} color
 */
function nearest(palette, color) {
  let best = 0;
  let least = Infinity;
  palette.forEach((each, number) => {
    const far = distance(each, color);
    if (far < least) [best, least] = [number, far];
  });
  return best;
}

/**
 * Between two colors as numbers, squared.
 * @param {number} one
 * @param {number} other
 */
function distance(one, other) {
  const red = (one >> 16) - (other >> 16);
  const green = ((one >> 8) & 255) - ((other >> 8) & 255);
  const blue = (one & 255) - (other & 255);
  return red * red + green * green + blue * blue;
}

/** @param {Buffer} png */
function decode(png) {
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  const channels = png[25] === 6 ? 4 : 3;
  /** @type {Buffer[]} */
  const data = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    const isData = png.toString('latin1', at + 4, at + 8) === 'IDAT';
    if (isData) data.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const raw = zlib.inflateSync(Buffer.concat(data));
  const stride = width * channels;
  const pixels = new Uint8Array(stride * height);
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x += 1) {
      const at = y * stride + x;
      const left = x < channels ? 0 : (pixels[at - channels] ?? 0);
      const above = y === 0 ? 0 : (pixels[at - stride] ?? 0);
      const corner = x < channels || y === 0 ? 0 : (pixels[at - stride - channels] ?? 0);
      pixels[at] = (raw[y * (stride + 1) + 1 + x] ?? 0) + predicted(filter, left, above, corner);
    }
  }
  return { width, height, channels, pixels };
}

/**
 * The filters of PNG (ISO/IEC 15948, clause 9).
 * @param {number} filter
 * @param {number} left
 * @param {number} above
 * @param {number} corner
 */
function predicted(filter, left, above, corner) {
  if (filter === 1) return left;
  if (filter === 2) return above;
  if (filter === 3) return (left + above) >> 1;
  if (filter !== 4) return 0;
  const estimate = left + above - corner;
  const [a, b, c] = [Math.abs(estimate - left), Math.abs(estimate - above), Math.abs(estimate - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? above : corner;
}

/**
 * @param {string} type
 * @param {Buffer} data
 */
function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** @param {Buffer} data */
function crc32(data) {
  let sum = 0xffffffff;
  for (const byte of data) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}
