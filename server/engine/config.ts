import type { Rule } from '../rule/rule';

export const profiles = ['recommended', 'strict'] as const;
export type Profile = (typeof profiles)[number];

/** What a user can set. Read once, never changed. */
export interface Config {
  readonly profile: Profile;
  /** Today, `YYYY-MM-DD`, for suppressions that end; undefined: none has ended. */
  readonly today?: string;
}

/** Name, default and description of each setting, for the editor's manifest and the documentation. */
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
} as const;

export const defaultConfig: Config = { profile: settings.profile.default };

/** True when the configuration lets the rule report. */
export function isEnabled(rule: Rule, config: Config): boolean {
  return config.profile === 'strict' || rule.meta.profile === 'recommended';
}
