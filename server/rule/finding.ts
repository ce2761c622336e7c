export { formatMessage, mapArguments, message, type Message } from '../text/message';

/** How bad it is if true. One scale in code, settings, pages and reports. */
export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info';

/** How sure we are that it is true. */
export type Confidence = 'certain' | 'likely' | 'possible';

export const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];

/** True when `a` is at least as bad as `b`. */
export function isAtLeast(a: Severity, b: Severity): boolean {
  return severities.indexOf(a) <= severities.indexOf(b);
}
