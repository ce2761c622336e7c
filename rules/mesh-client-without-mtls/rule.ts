import {
  asBoolean,
  cite,
  defineRule,
  message,
  replaceWritten,
  review,
  type Fix,
  type MeshFact,
  type Problem,
  type Region,
} from '#rule';

const mutual = 'Use the mutual TLS of the mesh';
const verify = 'Verify the certificate';

export default defineRule({
  meta: {
    id: 'mesh-client-without-mtls',
    title: 'Clients of the mesh are told to leave mTLS out',
    why: 'The rule overrides the mutual TLS that the mesh does by itself, so calls go out readable or to whoever answers.',
    severity: 'medium',
    confidence: 'likely',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 20,
    languages: ['yaml', 'json'],
    references: cite('OWASP 2022 K07', 'OWASP 2025 K05', 'CWE-319', 'CWE-295', 'Kubescape NSA C-0054'),
    fixes: [
      { title: mutual, applicability: 'review' },
      { title: verify, applicability: 'review' },
    ],
  },
  visit: (report) => ({
    mesh(fact, region) {
      const problem = problemOf(fact, region);
      if (problem !== undefined) report(problem);
    },
  }),
});

function problemOf(fact: MeshFact, region: Region): Problem | undefined {
  const { what, value, valueRange, entry } = fact;
  if (what === 'skipVerify') {
    if (asBoolean(entry?.value) !== true) return undefined;
    return {
      at: valueRange,
      message: message('insecureSkipVerify believes whoever answers for the host'),
      fixes: () => [
        review(
          verify,
          [replaceWritten(region, valueRange, value, 'false')],
          'Name the authority in caCertificates where it is none of the public ones',
        ),
      ],
    };
  }
  if (what !== 'clientTlsMode' || (value !== 'DISABLE' && value !== 'SIMPLE')) return undefined;
  if (!isInMesh(fact.host)) return undefined;
  return {
    at: valueRange,
    ...(value === 'SIMPLE' ? { confidence: 'possible' as const } : {}),
    message:
      value === 'DISABLE'
        ? message('DISABLE sends calls to this service as plain text, whatever the mesh would do')
        : message('SIMPLE replaces the mutual TLS of the mesh, so the service no longer knows who calls'),
    fixes: () => mutualFix(fact, region),
  };
}

/** Beside certificates or names of its own, a mode is more than a word to exchange. */
function mutualFix({ value, valueRange, map }: MeshFact, region: Region): readonly Fix[] {
  if (map?.entries.length !== 1) return [];
  return [
    review(
      mutual,
      [replaceWritten(region, valueRange, value, 'ISTIO_MUTUAL')],
      'The service needs a sidecar or ambient mode itself',
    ),
  ];
}

/** True for a service of the cluster; the API server has no sidecar, and what is outside is another matter. */
function isInMesh(host: string | undefined): boolean {
  if (host === undefined || /^kubernetes\.default(?:\.|$)|localhost/.test(host)) return false;
  return /(?:^\*|\.svc|\.local)$|\.svc\.|^\*\.local$/.test(host) || !host.includes('.');
}
