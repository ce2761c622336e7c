/** The keys of the file and of a rule in it, with what they mean. */
export const configKeys = {
  profile: 'Which rules speak: recommended (default) or strict.',
  rules: 'Rules by their id: off, a severity, or a map with severity, reason and until.',
  exclude: 'Files and folders that are not read, in the syntax of .gitignore.',
} as const;

export const ruleKeys = {
  severity: 'off, or how bad a finding of this rule is here: critical, high, medium, low or info.',
  reason: 'Why it is so; for whoever asks later.',
  until: 'The last day on which this holds, as in 2027-01-31. Afterwards the default is back.',
} as const;
