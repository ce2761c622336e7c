import assert from 'node:assert/strict';
import { Restarts } from '../../client/restarts';
import { Watchdog, type Suspect } from '../../client/watchdog';

/** A server that answers pings when the test says so. */
function setup() {
  const pings: (() => void)[] = [];
  const hangs: (Suspect | undefined)[] = [];
  const watchdog = new Watchdog({
    ping: () => new Promise<void>((resolve) => pings.push(resolve)),
    onHang: (suspect) => hangs.push(suspect),
    budget: 10,
  });
  const tick = (times: number): void => {
    for (let i = 0; i < times; i++) watchdog.tick();
  };
  return { watchdog, pings, hangs, tick };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const suspect = { uri: 'file:///a.md', version: 3 };

describe('watchdog', () => {
  it('asks nothing of a server of which nothing is asked', () => {
    const { pings, hangs, tick } = setup();
    tick(100);
    assert.equal(pings.length, 0);
    assert.deepEqual(hangs, []);
  });

  it('blames the document at work when no ping is answered for ten ticks', () => {
    const { watchdog, hangs, tick } = setup();
    watchdog.working(suspect);
    tick(10);
    assert.deepEqual(hangs, []);
    tick(1);
    assert.deepEqual(hangs, [suspect]);
    tick(100);
    assert.equal(hangs.length, 1);
  });

  it('is content with a server that is busy but answers', async () => {
    const { watchdog, pings, hangs, tick } = setup();
    watchdog.working(suspect);
    for (let round = 0; round < 5; round++) {
      tick(8);
      pings.at(-1)?.();
      await turn();
    }
    assert.equal(pings.length, 5);
    assert.deepEqual(hangs, []);
  });

  it('notices an unanswered request without a document at work', async () => {
    const { watchdog, hangs, tick } = setup();
    let answer: (value: string) => void = () => undefined;
    const request = watchdog.watch(new Promise<string>((resolve) => (answer = resolve)));
    tick(11);
    assert.deepEqual(hangs, [undefined]);
    answer('late');
    assert.equal(await request, 'late');
    tick(100);
    assert.equal(hangs.length, 1);
  });

  it('stops asking once requests are settled, also by failure', async () => {
    const { watchdog, pings, tick } = setup();
    await assert.rejects(watchdog.watch(Promise.reject(new Error('no'))));
    tick(5);
    assert.equal(pings.length, 0);
  });

  it('does not take the answer of an ended server for that of the next', async () => {
    const { watchdog, pings, hangs, tick } = setup();
    watchdog.working(suspect);
    tick(1);
    watchdog.reset();
    watchdog.working(suspect);
    tick(1);
    pings[0]?.();
    await turn();
    tick(10);
    assert.deepEqual(hangs, [suspect]);
  });
});

describe('restarts', () => {
  it('wait longer each time, and end after the fourth within three minutes', () => {
    const restarts = new Restarts();
    assert.deepEqual(
      [0, 1, 2, 3, 4].map((now) => restarts.next(now)),
      [0, 1_000, 4_000, 15_000, undefined],
    );
  });

  it('forget what is long ago, and everything when asked to', () => {
    const restarts = new Restarts();
    restarts.next(0);
    assert.equal(restarts.next(180_000), 0);
    assert.equal(restarts.next(180_001), 1_000);
    restarts.forget();
    assert.equal(restarts.next(180_002), 0);
  });
});
