import {
  defineRule,
  insert,
  message,
  removeComment,
  replace,
  review,
  withStops,
  type Fix,
  type Message,
  type Range,
  type SuppressionUse,
} from '#rule';

const titles = {
  reason: 'Give a reason',
  scope: 'Silence the next line',
  date: 'Give a day that exists',
  remove: 'Remove the comment',
} as const;

const reason = 'why this is fine here';

export default defineRule({
  meta: {
    id: 'broken-suppression',
    title: 'Comment that was meant to silence a rule and does not',
    why: 'Whoever reads the comment believes that somebody looked at the problem and let it pass.',
    severity: 'low',
    confidence: 'certain',
    profile: 'recommended',
    reviewItem: null,
    languages: ['markdown', 'yaml', 'shell', 'dotenv'],
    references: [],
    fixes: [
      { title: titles.reason, applicability: 'review' },
      { title: titles.scope, applicability: 'review' },
      { title: titles.date, applicability: 'review' },
      { title: titles.remove, applicability: 'review' },
    ],
  },
  audit(use, report) {
    const told = problemOf(use);
    if (told === undefined) return;
    const removal = review(titles.remove, [removeComment(use.region.text, use.comment)]);
    report({ ...told, fixes: () => [...repairOf(use), removal] });
  },
});

function problemOf({
  defect,
  keyword,
  until,
}: SuppressionUse): { readonly at: Range; readonly message: Message } | undefined {
  switch (defect) {
    case undefined:
      return undefined;
    case 'noReason':
      return {
        at: keyword,
        message: message('This comment silences nothing: it gives no reason behind a “:”'),
      };
    case 'noRule':
      return {
        at: keyword,
        message: message('This comment silences nothing: it names no rule before the “:”'),
      };
    case 'noScope':
      return {
        at: keyword,
        message: message(
          'This comment silences nothing: it may begin with security-hints-ignore-next, -fence or -file',
        ),
      };
    case 'noDate':
      return {
        at: until?.at ?? keyword,
        message: message('This comment silences nothing: its end is no day as in 2027-01-31'),
      };
  }
}

function repairOf({ region, comment, keyword, rules, until, defect }: SuppressionUse): readonly Fix[] {
  switch (defect) {
    case 'noScope':
      return [review(titles.scope, [replace(keyword, 'security-hints-ignore-next')])];
    case 'noDate': {
      if (until === undefined) return [];
      return [review(titles.date, [withStops(replace(until.at, until.renewed), until.renewed)])];
    }
    case 'noReason': {
      const end = Math.max(until?.at.end ?? 0, ...rules.map(({ at }) => at.end));
      const rest = region.text.slice(end, comment.end);
      const colon = /^\s*:/.exec(rest)?.[0].length ?? 0;
      return [
        review(titles.reason, [
          withStops(insert(end + colon, colon > 0 ? ` ${reason}` : `: ${reason}`), reason),
        ]),
      ];
    }
    default:
      return [];
  }
}
