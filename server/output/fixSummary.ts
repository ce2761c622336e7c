import type { HeldBack } from '../engine/fixAll';
import { formatMessage, message, type Message } from '../rule/finding';

type Say = (message: Message) => string;

/** One line: what fixing did, and what it left and why. */
export function summarizeFixing(
  fixed: number,
  heldBack: readonly HeldBack[],
  say: Say = formatMessage,
): string {
  const done =
    fixed === 1
      ? say(message('1 finding fixed'))
      : fixed === 0
        ? say(message('Nothing fixed'))
        : say(message('{count} findings fixed', { count: String(fixed) }));
  return heldBack.length === 0 ? done : `${done}; ${summarizeHeldBack(heldBack, say)}`;
}

/** How many findings fixing left, by reason. */
export function summarizeHeldBack(heldBack: readonly HeldBack[], say: Say = formatMessage): string {
  const counts = new Map<string, number>();
  for (const each of heldBack) {
    const reason = say(each.reason);
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  const reasons = [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([reason, count]) => `${reason} (${count})`)
    .join(', ');
  return heldBack.length === 1
    ? say(message('1 finding left: {reasons}', { reasons }))
    : say(message('{count} findings left: {reasons}', { count: String(heldBack.length), reasons }));
}
