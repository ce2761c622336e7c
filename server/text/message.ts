/**
 * A sentence with named arguments, so that it can be translated: `Image "{image}" has the tag {tag}`.
 *
 * An argument is never a secret's value. One that is a sentence or a part of one itself is a message, and is
 * translated as well.
 */
export interface Message {
  readonly template: string;
  readonly args: { readonly [name: string]: string | Message };
}

export function message(template: string, args: Message['args'] = {}): Message {
  return { template, args };
}

/** The message in English, or in another language where `translate` has its template. */
export function formatMessage(
  { template, args }: Message,
  translate: (template: string) => string = (same) => same,
): string {
  return translate(template).replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = Object.hasOwn(args, name) ? args[name] : undefined;
    return value === undefined || typeof value === 'string'
      ? (value ?? whole)
      : formatMessage(value, translate);
  });
}

/** The message with each argument changed, those of its arguments too. The template is ours, and stays. */
export function mapArguments({ template, args }: Message, change: (text: string) => string): Message {
  const changed = Object.entries(args).map(
    ([name, value]) =>
      [name, typeof value === 'string' ? change(value) : mapArguments(value, change)] as const,
  );
  return { template, args: Object.fromEntries(changed) };
}
