import {
  cite,
  defineRule,
  entryOf,
  get,
  mapOf,
  message,
  removeChild,
  render,
  replace,
  replaceValue,
  review,
  styleOf,
  withStops,
  type Fix,
  type Problem,
  type Region,
  type SettingFact,
  type YamlMap,
} from '#rule';

const takeRole = 'Take a role over OIDC';
const useAccount = "Log in as the operator's service account";
const roleStop = '‹role ARN›';
const accountStop = '‹service account›';

export default defineRule({
  meta: {
    id: 'static-cloud-key',
    title: 'Key of an IAM user for a workload',
    why: 'The key of an IAM user never expires and works from everywhere; a role gives the same rights for an hour, to this workload only.',
    severity: 'medium',
    confidence: 'likely',
    profile: 'recommended',
    reviewItem: 17,
    languages: ['yaml', 'json'],
    references: cite(
      'CIS EKS 1.8.0 5.2.1',
      'CIS 1.12 5.4.2',
      'OWASP 2022 K06',
      'OWASP 2022 K08',
      'OWASP 2025 K03',
      'CWE-262',
      'CWE-798',
      'NSA/CISA 1.2 Secrets',
    ),
    fixes: [
      { title: takeRole, applicability: 'review' },
      { title: useAccount, applicability: 'review' },
    ],
  },
  visit: (report) => ({
    setting(setting, region) {
      const problem =
        actionProblem(setting, region) ?? variableProblem(setting, region) ?? storeProblem(setting, region);
      if (problem !== undefined) report(problem);
    },
  }),
});

/** `aws-access-key-id` of aws-actions/configure-aws-credentials. */
function actionProblem(setting: SettingFact, region: Region): Problem | undefined {
  if (setting.key !== 'aws-access-key-id' || setting.path[setting.path.length - 2] !== 'with')
    return undefined;
  const inputs = setting.maps[setting.maps.length - 1];
  // A key with a session's token is the short-lived result of an earlier step.
  if (inputs === undefined || entryOf(inputs, 'aws-session-token') !== undefined) return undefined;
  return {
    at: setting.keyRange,
    message: message('The job logs in with the key of an IAM user, which never expires'),
    fixes: () => {
      const fix = roleFix(setting, inputs, region);
      return fix === undefined ? [] : [fix];
    },
  };
}

function roleFix({ entry }: SettingFact, inputs: YamlMap, region: Region): Fix | undefined {
  const secret = entryOf(inputs, 'aws-secret-access-key');
  if (entry === undefined || secret === undefined) return undefined;
  const note =
    'The job needs the permission id-token: write, and the role has to trust the repository (token.actions.githubusercontent.com).';
  const gone = removeChild(region, inputs, secret);
  if (gone === undefined) return undefined;
  // A key beside the role would be used to take it.
  if (entryOf(inputs, 'role-to-assume') !== undefined) {
    const key = removeChild(region, inputs, entry);
    return key === undefined ? undefined : review(takeRole, [...key, ...gone], note);
  }
  const style = styleOf(inputs, region.text);
  const name = style === 'json' ? '"role-to-assume"' : 'role-to-assume';
  const role = withStops(replace(entry.range, `${name}: ${render(roleStop, style)}`), roleStop);
  return review(takeRole, [role, ...gone], note);
}

/** `AWS_ACCESS_KEY_ID` in a workflow's `env`, a container's variables or a Secret. */
function variableProblem(setting: SettingFact, region: Region): Problem | undefined {
  const { source, maps, keyRange, subject } = setting;
  const isWorkflow = source === 'workflowEnv';
  const isSecret = source === 'secretStringData' || source === 'secretData';
  const inner = maps[maps.length - 1];
  if ((isWorkflow || isSecret) && setting.key === 'AWS_ACCESS_KEY_ID') {
    if (isElsewhere(inner)) return undefined;
    return {
      at: keyRange,
      ...(isWorkflow ? {} : { severity: 'info' as const }),
      message: isWorkflow
        ? message('The job uses the key of an IAM user, which never expires')
        : message('The workload uses the key of an IAM user, which never expires'),
    };
  }
  // `{name: AWS_ACCESS_KEY_ID, valueFrom: {secretKeyRef: …}}`
  if (
    setting.key !== 'name' ||
    setting.value.state !== 'known' ||
    setting.value.value !== 'AWS_ACCESS_KEY_ID'
  ) {
    return undefined;
  }
  const reference = get(mapOf(get(inner, 'valueFrom')), 'secretKeyRef');
  // A chart offers the key to those who have nothing better.
  const isOffer = region.holes.some(({ kind }) => kind === 'goTemplate');
  if (subject.kind === 'workflow' || reference === undefined || isOffer) return undefined;
  return {
    at: setting.valueRange,
    severity: 'info',
    confidence: 'possible',
    message: message('The workload uses the key of an IAM user, which never expires'),
  };
}

/** Temporary keys come with a session's token; a store of one's own speaks S3 and has no roles. */
function isElsewhere(map: YamlMap | undefined): boolean {
  return (map?.entries ?? []).some(({ key }) => /SESSION_TOKEN|ENDPOINT/.test(key.value));
}

/** `auth.secretRef` of a SecretStore of AWS. */
function storeProblem(setting: SettingFact, region: Region): Problem | undefined {
  const { key, path, maps } = setting;
  const at = path.indexOf('accessKeyIDSecretRef');
  if (at < 0 || key !== 'name' || path[at - 1] !== 'secretRef' || path[at - 2] !== 'auth') return undefined;
  const auth = maps[maps.length - 3];
  const entry = entryOf(auth, 'secretRef');
  if (auth === undefined || entry === undefined || entryOf(auth, 'jwt') !== undefined) return undefined;
  return {
    at: entry.key.range,
    severity: 'info',
    message: message('The store logs in with the key of an IAM user, which never expires'),
    fixes: () => {
      const style = styleOf(auth, region.text);
      const account = { serviceAccountRef: { name: accountStop } };
      const value = replaceValue(region, auth, entry, render(account, style));
      if (value === undefined) return [];
      const name = style === 'json' ? '"jwt"' : 'jwt';
      return [
        review(
          useAccount,
          [replace(entry.key.range, name), ...value.map((edit) => withStops(edit, accountStop))],
          'The service account needs a role: the annotation eks.amazonaws.com/role-arn, or EKS Pod Identity.',
        ),
      ];
    },
  };
}
