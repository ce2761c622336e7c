import {
  cite,
  defineRule,
  insert,
  message,
  review,
  type Fix,
  type ImagePatternFact,
  type Region,
  type YamlMap,
} from '#rule';

const plainContainers = 'object.spec.containers.all(';
const everyContainer =
  '(object.spec.containers + object.spec.?initContainers.orValue([]) + object.spec.?ephemeralContainers.orValue([])).all(';

export default defineRule({
  meta: {
    id: 'registry-policy-skips-containers',
    title: 'Registry policy forgets some containers',
    why: 'An init container or a debug container runs an image from anywhere, with the volumes and the account of the pod.',
    severity: 'medium',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 18,
    languages: ['yaml', 'json'],
    references: cite('CIS 1.12 5.5.1', 'CIS EKS 1.8.0 5.1.4', 'OWASP 2022 K04', 'OWASP 2025 K04', 'CWE-1357'),
    fixes: [{ title: 'Check every container', applicability: 'review' }],
  },
  visit: (report) => {
    const seen = new Set<YamlMap>();
    return {
      imagePattern(pattern, region) {
        const { missing, policy, range } = pattern;
        if (missing.length === 0 || seen.has(policy) || !isAboutRegistries(pattern)) return;
        seen.add(policy);
        report({
          at: range,
          message: message('The policy says nothing of {missing}: their images may come from anywhere', {
            missing: missing.join(', '),
          }),
          fixes: () => (pattern.engine === 'cel' ? celFixes(pattern, region) : kyvernoFixes(pattern, region)),
        });
      },
    };
  },
});

/** Patterns about tags and digests (`*:*`) are another matter. */
function isAboutRegistries({ value }: ImagePatternFact): boolean {
  return value.includes('/') || value.includes('.');
}

function celFixes({ scalar }: ImagePatternFact, region: Region): readonly Fix[] {
  const found = region.text.slice(scalar.range.start, scalar.range.end).indexOf(plainContainers);
  if (found < 0) return [];
  const start = scalar.range.start + found;
  return [
    review(
      'Check every container',
      [{ range: { start, end: start + plainContainers.length }, text: everyContainer }],
      'Ephemeral containers are checked where the policy matches pods/ephemeralcontainers',
    ),
  ];
}

/** The same pattern once more for each kind of container, with the anchor for a list that may be missing. */
function kyvernoFixes({ at, missing, scalar }: ImagePatternFact, region: Region): readonly Fix[] {
  if (at === undefined || at.isFlow || at.entries.length !== 1) return [];
  const { text } = region;
  const lineStart = text.lastIndexOf('\n', at.range.start - 1) + 1;
  const dash = text.slice(lineStart, at.range.start);
  const above = text.lastIndexOf('\n', lineStart - 2) + 1;
  const key = text.slice(above, lineStart).trimEnd();
  // The list's key stands on the line above its only item.
  if (dash.trim() !== '-' || !/^\s*(?:=\()?containers\)?:$/.test(key)) return [];
  const pad = key.slice(0, key.length - key.trimStart().length);
  const item = text.slice(lineStart, scalar.range.end);
  const end = text.indexOf('\n', scalar.range.end);
  const lines = missing.map((kind) => `\n${pad}=(${kind}):\n${item}`).join('');
  return [
    review(
      'Check every container',
      [insert(end < 0 ? text.length : end, lines)],
      'Pods that came in by the hole are denied then',
    ),
  ];
}
