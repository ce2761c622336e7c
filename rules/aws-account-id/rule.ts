import {
  accountFixTitles,
  accountIdFixes,
  badExampleAt,
  cite,
  defineRule,
  message,
  type AccountIdFact,
  type Placed,
} from '#rule';

export default defineRule({
  meta: {
    id: 'aws-account-id',
    title: 'Id of an AWS account is written down',
    why: 'With it, outsiders try names of roles and buckets of that account, and make a phishing mail look like one from inside.',
    severity: 'low',
    confidence: 'likely',
    profile: 'recommended',
    reviewItem: 2,
    languages: ['markdown', 'shell', 'yaml', 'json', 'dotenv'],
    references: cite('OWASP 2025 K08', 'CWE-200', 'NSA/CISA 1.2 Cloud infrastructure'),
    fixes: [
      { title: accountFixTitles.document, applicability: 'safe' },
      { title: accountFixTitles.document, applicability: 'review' },
      { title: accountFixTitles.script, applicability: 'review' },
      { title: accountFixTitles.cloudFormation, applicability: 'review' },
      { title: accountFixTitles.workflow, applicability: 'review' },
      { title: accountFixTitles.helm, applicability: 'review' },
    ],
  },
  reads: ['accountId'],
  read(document, report) {
    const accounts = accountsIn(document.all('accountId'));
    const ids = [...accounts.keys()];
    // A file that works needs the real id somewhere; a text about it does not.
    const isDocument = document.regions[0]?.language === 'markdown';
    for (const [id, places] of accounts) {
      // What is shown as wrong on purpose stands for the others only where there are none.
      const proofs = places.filter(({ fact }) => fact.context !== undefined);
      const first =
        proofs.find(({ fact, region }) => badExampleAt(region, fact.range) === undefined) ?? proofs[0];
      if (first === undefined) continue;
      report({
        region: first.region,
        at: first.fact.range,
        severity: isDocument ? 'low' : 'info',
        message: message('Account {id} of AWS: whoever reads this can try names of its roles and buckets', {
          id,
        }),
        related: places
          .filter((place) => place !== first)
          .map(({ fact, region }) => ({ at: fact.range, region, message: message('The same account') })),
        fixes: (context) => accountIdFixes(id, places, ids, context),
      });
    }
  },
});

/** All places of each id that has a context somewhere, by id, in the order of the document. */
function accountsIn(
  facts: readonly Placed<AccountIdFact>[],
): ReadonlyMap<string, readonly Placed<AccountIdFact>[]> {
  const proved = new Set(facts.filter(({ fact }) => fact.context !== undefined).map(({ fact }) => fact.id));
  const accounts = new Map<string, Placed<AccountIdFact>[]>();
  for (const placed of facts) {
    if (!proved.has(placed.fact.id)) continue;
    const known = accounts.get(placed.fact.id);
    if (known === undefined) accounts.set(placed.fact.id, [placed]);
    else known.push(placed);
  }
  return accounts;
}
