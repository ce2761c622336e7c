/** How bad it is if true. One scale in code, settings, pages and reports. */
export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info';

/** How sure we are that it is true. */
export type Confidence = 'certain' | 'likely' | 'possible';

export const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];

/** True when `a` is at least as bad as `b`. */
export function isAtLeast(a: Severity, b: Severity): boolean {
  return severities.indexOf(a) <= severities.indexOf(b);
}

/**
 * A sentence with named arguments, so that it can be translated: `Image "{image}" has the tag {tag}`.
 *
 * An argument is never a secret's value.
 */
export interface Message {
  readonly template: string;
  readonly args: { readonly [name: string]: string };
}

export function message(template: string, args: Message['args'] = {}): Message {
  return { template, args };
}

/** The message in English, or in another language where `translate` has its template. */
export function formatMessage(
  { template, args }: Message,
  translate: (template: string) => string = (same) => same,
): string {
  return translate(template).replace(/\{(\w+)\}/g, (whole, name: string) => args[name] ?? whole);
}
