import {
  cite,
  defineRule,
  message,
  replaceWritten,
  review,
  type MeshFact,
  type Problem,
  type Region,
} from '#rule';

const strict = 'Accept mTLS only';
const meshed = 'Accept clients of the mesh only';

export default defineRule({
  meta: {
    id: 'mesh-plaintext-accepted',
    title: 'Service mesh accepts plain text',
    why: 'Whoever reaches the pod on the network gets in without an identity, and reads along where traffic passes by.',
    severity: 'medium',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 20,
    languages: ['yaml', 'json', 'shell'],
    references: cite('OWASP 2022 K07', 'OWASP 2025 K05', 'Kubescape NSA C-0054', 'CWE-319'),
    fixes: [
      { title: strict, applicability: 'review' },
      { title: meshed, applicability: 'review' },
    ],
  },
  visit: (report) => ({
    mesh(fact, region) {
      const problem = problemOf(fact, region);
      if (problem !== undefined) report(problem);
    },
  }),
});

function problemOf({ what, value, valueRange, port }: MeshFact, region: Region): Problem | undefined {
  switch (what) {
    case 'mtlsMode':
    case 'portMtlsMode': {
      const isOpen =
        value === 'PERMISSIVE' || value === 'DISABLE' || (value === 'UNSET' && what === 'mtlsMode');
      if (!isOpen) return undefined;
      return {
        at: valueRange,
        ...(value === 'UNSET' ? { severity: 'low' } : {}),
        message: modeMessage(value, port),
        fixes: () => [
          review(
            strict,
            [replaceWritten(region, valueRange, value, 'STRICT')],
            'Clients without a sidecar are refused from then on: scrapers, jobs and load balancers among them',
          ),
        ],
      };
    }
    case 'inboundPolicy': {
      const secure = value.replace(/unauthenticated$/, 'authenticated');
      if (secure === value) return undefined;
      return {
        at: valueRange,
        message: message('{policy} lets clients in that have no identity and no encryption', {
          policy: value,
        }),
        fixes: () => [
          review(
            meshed,
            [replaceWritten(region, valueRange, value, secure)],
            'Clients outside of the mesh are refused from then on',
          ),
        ],
      };
    }
    default:
      return undefined;
  }
}

function modeMessage(mode: string, port: string | undefined) {
  if (mode === 'UNSET')
    return message('UNSET takes the mode from the namespace or the mesh, and is PERMISSIVE without one');
  const args = { mode, port: port ?? '' };
  if (port !== undefined) return message('{mode} accepts plain text on port {port}', args);
  return mode === 'DISABLE'
    ? message('{mode} switches mTLS off, so all traffic to these pods is plain text', args)
    : message('{mode} accepts plain text beside mTLS, from anybody who can reach the pod', args);
}
