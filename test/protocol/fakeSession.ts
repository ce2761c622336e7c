import type { Host } from '../../server/lsp/host';
import { analyzed, fakeEngine } from './fakeEngine';
import { inProcessTransport } from './inProcess';
import { TestSession, type SessionOptions } from './session';

const sessions: TestSession[] = [];

/** A session with a server of the fake engine, in this process. */
export async function openFake(
  options: SessionOptions = {},
  pageUri?: Host['pageUri'],
): Promise<TestSession> {
  const transport = inProcessTransport(() => Promise.resolve(fakeEngine), pageUri);
  const session = await TestSession.open(transport, options);
  sessions.push(session);
  return session;
}

/** For `afterEach`. */
export async function closeFakes(): Promise<void> {
  for (const session of sessions.splice(0)) await session.close();
  analyzed.length = 0;
}
