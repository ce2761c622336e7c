import {
  defineRule,
  message,
  removeComment,
  removeListed,
  replace,
  review,
  safe,
  withStops,
  type Fix,
  type Message,
  type SuppressedRule,
  type SuppressionUse,
} from '#rule';

const titles = {
  comment: 'Remove the comment',
  word: 'Remove the rule from the comment',
  closest: 'Name the rule that was meant',
  extend: 'Move the end',
} as const;

export default defineRule({
  meta: {
    id: 'unused-suppression',
    title: 'Comment that silences nothing',
    why: 'A silence that nobody needs any more hides the next problem at its place without a word.',
    severity: 'low',
    confidence: 'certain',
    profile: 'recommended',
    reviewItem: null,
    languages: ['markdown', 'yaml', 'shell', 'dotenv'],
    references: [],
    fixes: [
      { title: titles.comment, applicability: 'safe' },
      { title: titles.word, applicability: 'safe' },
      { title: titles.closest, applicability: 'review' },
      { title: titles.extend, applicability: 'review' },
    ],
  },
  audit(use, report) {
    // A comment that does not hold is another rule's business.
    if (use.defect !== undefined) return;
    if (use.until?.hasPassed === true) {
      const { value, at } = use.until;
      report({
        at,
        message: message('This exception ended on {date}: what it silenced is reported again', {
          date: value,
        }),
        fixes: () => [...moved(use), review(titles.comment, [removeComment(use.region.text, use.comment)])],
      });
      return;
    }
    use.rules.forEach((rule, index) => {
      const problem = problemOf(rule);
      if (problem !== undefined) report({ at: rule.at, message: problem, fixes: () => fixesOf(use, index) });
    });
  },
});

function problemOf({ id, isKnown, closest, covered }: SuppressedRule): Message | undefined {
  if (isKnown) {
    return covered === 0
      ? message('Nothing here is found by {rule}: the comment would hide the next finding unseen', {
          rule: id,
        })
      : undefined;
  }
  return closest === undefined
    ? message('No rule is called {rule}: the comment silences nothing', { rule: id })
    : message('No rule is called {rule}: the comment silences nothing. Was {closest} meant?', {
        rule: id,
        closest,
      });
}

function fixesOf(use: SuppressionUse, index: number): readonly Fix[] {
  const { text } = use.region;
  const rule = use.rules[index] as SuppressedRule;
  const meant = rule.closest === undefined ? [] : [review(titles.closest, [replace(rule.at, rule.closest)])];
  const places = use.rules.map(({ at }) => at);
  const removal =
    use.rules.length === 1
      ? safe(titles.comment, [removeComment(text, use.comment)])
      : safe(titles.word, [removeListed(text, places, index)]);
  return [...meant, removal];
}

function moved({ until }: SuppressionUse): readonly Fix[] {
  if (until === undefined) return [];
  const edit = withStops(replace(until.at, until.renewed), until.renewed);
  return [review(titles.extend, [edit], 'Ninety days from now, unless you write another day.')];
}
