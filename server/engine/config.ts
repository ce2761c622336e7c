import { severities, type Severity } from '../rule/finding';
import type { Rule } from '../rule/rule';

export const profiles = ['recommended', 'strict'] as const;
export type Profile = (typeof profiles)[number];

/** What a user can set. Read once, never changed. */
export interface Config {
  readonly profile: Profile;
  /** Rules whose severity is not their own, by id. */
  readonly rules?: ReadonlyMap<string, RuleSetting>;
  /** Today, `YYYY-MM-DD`, for what holds until a day; undefined: none has passed. */
  readonly today?: string;
}

export const ruleSeverities = ['off', ...severities] as const;

/** What a configuration says of one rule. */
export interface RuleSetting {
  readonly severity: Severity | 'off';
  readonly reason: string | undefined;
  /** The last day on which it holds, `YYYY-MM-DD`. */
  readonly until: string | undefined;
}

/** Name, default and description of each setting, for the editor's manifest and the documentation. Only `profile` matters to the engine. */
export const settings = {
  profile: {
    type: 'string',
    enum: profiles,
    default: 'recommended' as Profile,
    enumDescriptions: [
      'What is harmful and present in the text.',
      'Also what fires on ordinary good files: minor tags, missing digests, missing hardening.',
    ],
    description: 'Which rules speak.',
  },
  codeLens: {
    type: 'boolean',
    default: true,
    description:
      'Show above each snippet of a document how many findings it has, and fix its safe ones from there.',
  },
  quietWhileTyping: {
    type: 'boolean',
    default: true,
    description: 'Show no finding under the cursor while a word is being typed.',
  },
  hideWhereOthersSpeak: {
    type: 'array',
    items: { type: 'string' },
    uniqueItems: true,
    default: [],
    description:
      'Hide findings where one of these sources already shows a problem on the same text: shellcheck, kubescape, trivy, checkov and others, as the Problems panel names them.',
  },
} as const;

export const defaultConfig: Config = { profile: settings.profile.default };

/** The severity that the configuration gives to the rule today; undefined where it leaves the rule alone. */
export function configuredSeverity(ruleId: string, { rules, today }: Config): Severity | 'off' | undefined {
  const setting = rules?.get(ruleId);
  if (setting === undefined) return undefined;
  const hasEnded = setting.until !== undefined && today !== undefined && today > setting.until;
  return hasEnded ? undefined : setting.severity;
}

/** True when the configuration lets the rule report: a rule with a severity of its own speaks in any profile. */
export function isEnabled({ meta }: Rule, config: Config): boolean {
  const severity = configuredSeverity(meta.id, config);
  if (severity !== undefined) return severity !== 'off';
  return config.profile === 'strict' || meta.profile === 'recommended';
}
