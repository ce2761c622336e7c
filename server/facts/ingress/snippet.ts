/** One directive of NGINX: its name, and its words without quotes. */
export interface SnippetDirective {
  readonly name: string;
  readonly args: readonly string[];
}

/**
 * The directives of a snippet in order (nginx.org/en/docs/beginners_guide, "Configuration File's Structure");
 * undefined where it has blocks, comments, or a quote that is not closed. Cost: linear.
 */
export function snippetDirectives(text: string): readonly SnippetDirective[] | undefined {
  const directives: SnippetDirective[] = [];
  let words: string[] = [];
  for (let i = 0; i < text.length;) {
    const c = text[i] as string;
    if (/\s/.test(c)) i++;
    else if (c === ';') {
      const [name, ...args] = words;
      if (name !== undefined) directives.push({ name, args });
      words = [];
      i++;
    } else if (c === '{' || c === '}' || c === '#') return undefined;
    else if (c === '"' || c === "'") {
      const end = text.indexOf(c, i + 1);
      if (end < 0) return undefined;
      words.push(text.slice(i + 1, end));
      i = end + 1;
    } else {
      let end = i;
      while (end < text.length && !/[\s;{}]/.test(text[end] as string)) end++;
      words.push(text.slice(i, end));
      i = end;
    }
  }
  return words.length === 0 ? directives : undefined;
}

const own: { readonly [directive: string]: string | undefined } = {
  client_max_body_size: 'proxy-body-size',
  proxy_buffer_size: 'proxy-buffer-size',
  proxy_buffering: 'proxy-buffering',
  proxy_connect_timeout: 'proxy-connect-timeout',
  proxy_http_version: 'proxy-http-version',
  proxy_read_timeout: 'proxy-read-timeout',
  proxy_request_buffering: 'proxy-request-buffering',
  proxy_send_timeout: 'proxy-send-timeout',
};

/**
 * The annotation of ingress-nginx that does what a directive does, without its prefix, and its value
 * (docs/user-guide/nginx-configuration/annotations.md); undefined where none does.
 */
export function annotationFor({ name, args }: SnippetDirective): readonly [string, string] | undefined {
  const [first = '', second] = args;
  if (args.some((arg) => arg.includes('$'))) return undefined;
  if (name === 'return' && second !== undefined && args.length === 2) {
    if (first === '301') return ['permanent-redirect', second];
    return first === '302' ? ['temporal-redirect', second] : undefined;
  }
  const annotation = Object.hasOwn(own, name) ? own[name] : undefined;
  if (annotation === undefined || args.length !== 1) return undefined;
  if (!annotation.endsWith('-timeout')) return [annotation, first];
  // The annotation takes seconds without a unit.
  const seconds = /^(\d+)s?$/.exec(first)?.[1];
  return seconds === undefined ? undefined : [annotation, seconds];
}

/** The header that a directive adds to responses, or undefined. */
export function headerOf({ name, args }: SnippetDirective): readonly [string, string] | undefined {
  const [first = '', second] = args;
  if (name === 'add_header' && second !== undefined && args.length <= 3) return [first, second];
  const colon = first.indexOf(':');
  return name === 'more_set_headers' && args.length === 1 && colon > 0
    ? [first.slice(0, colon).trim(), first.slice(colon + 1).trim()]
    : undefined;
}
