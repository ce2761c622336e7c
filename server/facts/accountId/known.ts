import data from '../../data/accountIds.json';

const published = new Set([...data.documentation.ids, ...data.owned.flatMap((group) => group.ids)]);

/**
 * True for twelve digits that tell of nobody's account: an id of manuals (`123456789012`), one that AWS or a
 * publisher owns and prints itself (EKS add-on images, machine images), or one that somebody made up and everybody sees
 * it: same digits in groups (`111122223333`, `112233445566`), a repeated block (`123412341234`), a run up or down.
 */
export function isPublicId(id: string): boolean {
  return published.has(id) || isPattern(id);
}

function isPattern(id: string): boolean {
  if ([2, 3, 4].some((size) => isGrouped(id, size))) return true;
  if ([1, 2, 3, 4, 6].some((size) => id === id.slice(0, size).repeat(12 / size))) return true;
  // What counts from 1 goes on as it likes: 123456789123, 012345678999. And nobody has so many zeros.
  if (id.startsWith('12345678') || id.startsWith('012345678') || id.includes('0000000')) return true;
  return isRun(id, 1) || isRun(id, -1);
}

/** All groups of `size` digits hold one digit each. */
function isGrouped(id: string, size: number): boolean {
  for (let i = 0; i < id.length; i++) if (id[i] !== id[i - (i % size)]) return false;
  return true;
}

/** Each digit is the one before it and `step`, 9 followed by 0. */
function isRun(id: string, step: number): boolean {
  for (let i = 1; i < id.length; i++) {
    if ((Number(id[i - 1]) + step + 10) % 10 !== Number(id[i])) return false;
  }
  return true;
}

/**
 * Ids that stand for an account in manuals, in the order in which they are to be used, none of which occurs in
 * the text. A second account gets the second one, so that two stay two.
 */
export function standInIds(text: string, count: number): readonly string[] {
  const free: string[] = [];
  for (const id of candidates()) {
    if (free.length === count) break;
    if (!text.includes(id) && !text.includes(withDashes(id))) free.push(id);
  }
  return free;
}

function* candidates(): Generator<string> {
  yield* data.replacements.ids;
  for (let i = 0; i < 10; i++) {
    for (let j = 1; j < 10; j++) {
      const digits = [i, (i + j) % 10, (i + 2 * j + 1) % 10];
      const id = digits.map((digit) => String(digit).repeat(4)).join('');
      if (!data.replacements.ids.includes(id)) yield id;
    }
  }
}

/** As the AWS console prints it: `1111-2222-3333`. */
export function withDashes(id: string): string {
  return `${id.slice(0, 4)}-${id.slice(4, 8)}-${id.slice(8)}`;
}
