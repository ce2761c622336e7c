/** Response headers that a listener of an Application Load Balancer can set (Elastic Load Balancing API 2015-12-01, `ListenerAttribute`). */
const settable = new Set([
  'strict-transport-security',
  'content-security-policy',
  'x-content-type-options',
  'x-frame-options',
  'access-control-allow-origin',
  'access-control-allow-methods',
  'access-control-allow-headers',
  'access-control-allow-credentials',
  'access-control-expose-headers',
  'access-control-max-age',
]);

/**
 * The headers under `ResponseHeaders` in the JSON of an `alb.ingress.kubernetes.io/actions.*` annotation, at any
 * depth; undefined where there are none, or the text is no JSON. The controller knows no such field
 * (`pkg/ingress/config_types.go`).
 */
export function headersOfAction(json: string): readonly (readonly [string, string])[] | undefined {
  let root: unknown;
  try {
    root = JSON.parse(json);
  } catch {
    return undefined;
  }
  for (let open: unknown[] = [root]; open.length > 0;) {
    const next: unknown[] = [];
    for (const value of open) {
      if (typeof value !== 'object' || value === null) continue;
      for (const [key, inner] of Object.entries(value)) {
        if (/^responseheaders$/i.test(key)) return pairsOf(inner);
        next.push(inner);
      }
    }
    open = next;
  }
  return undefined;
}

function pairsOf(value: unknown): readonly (readonly [string, string])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, text]: [string, unknown]) =>
    typeof text === 'string' ? [[name, text] as const] : [],
  );
}

/** The listener attribute that sets a header, or undefined where a load balancer cannot set it. */
export function listenerAttribute(name: string, value: string): string | undefined {
  const lower = name.toLowerCase();
  if (!settable.has(lower)) return undefined;
  return `routing.http.response.${lower.replaceAll('-', '_')}.header_value=${value.replaceAll(',', '\\,')}`;
}

/** The `HTTPS` listener that `listen-ports` names, else the usual one: `HTTPS-443`. */
export function httpsListener(listenPorts: string | undefined): string {
  const port = /"HTTPS"\s*:\s*(\d+)/.exec(listenPorts ?? '')?.[1] ?? '443';
  return `HTTPS-${port}`;
}
