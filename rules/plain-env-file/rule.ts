import {
  cite,
  defineRule,
  encryptedName,
  filesDecryptedBy,
  filesWrittenBy,
  hasFlag,
  insert,
  isPlainEnvFile,
  isSameFile,
  message,
  replace,
  review,
  secretNameOf,
  secretNamesIn,
  valueOf,
  type CommandFact,
  type DocumentFacts,
  type Fix,
  type Region,
  type SettingFact,
  type Word,
} from '#rule';

const decrypt = 'Decrypt the file while it is read';
const seal = 'Seal the Secret for the cluster';

export default defineRule({
  meta: {
    id: 'plain-env-file',
    title: 'Secrets in a plain environment file',
    why: 'A file with secrets beside the code is one git add away from being public, and every tool that runs in the folder can read it.',
    severity: 'medium',
    confidence: 'likely',
    profile: 'recommended',
    reviewItem: 8,
    languages: ['shell', 'yaml'],
    references: cite(
      'CIS 1.12 5.4.2',
      'CIS EKS 1.8.0 4.4.2',
      'OWASP 2022 K08',
      'OWASP 2025 K03',
      'Kubescape NSA C-0012',
      'CWE-312',
      'CWE-538',
    ),
    fixes: [
      { title: decrypt, applicability: 'review' },
      { title: seal, applicability: 'review' },
    ],
  },
  reads: ['setting', 'command'],
  read(document, report) {
    const commands = document.all('command');
    const decrypted = commands.flatMap(({ fact }) => filesDecryptedBy(fact));
    const secretFiles = filesWithSecrets(document);
    const tell = (
      file: string,
      place: Word['range'],
      region: Region,
      isSecret: boolean,
      fixes: () => readonly Fix[],
    ) => {
      if (!isPlainEnvFile(file) || decrypted.some((other) => isSameFile(other, file))) return;
      const isKnown = isSecret || secretFiles.some((other) => isSameFile(other, file));
      report({
        region,
        at: place,
        ...(isKnown ? {} : { severity: 'info' as const, confidence: 'possible' as const }),
        message: isKnown
          ? message('{file} holds secrets in plain beside the code', { file })
          : message(
              '{file} is a plain file: where there are secrets in it, encrypt it or keep them in a store',
              { file },
            ),
        fixes,
      });
    };
    for (const { fact: command, region } of commands) {
      for (const { word, file, fixes } of filesReadBy(command, region.text)) {
        tell(file, word.range, region, false, fixes);
      }
    }
    for (const { fact: setting, region } of document.all('setting')) {
      const file = composeFile(setting);
      if (file !== undefined) tell(file, setting.valueRange, region, false, () => []);
    }
  },
});

/** Environment files that this document shows with a secret's name in them, whatever its value here. */
function filesWithSecrets(document: DocumentFacts): readonly string[] {
  const shown = document
    .all('setting')
    .filter(({ fact }) => fact.source === 'dotenv' && secretNameOf(fact.key) !== undefined)
    .map(({ region }) => (region.context.fileName === '' ? '.env' : region.context.fileName));
  const written = document
    .all('command')
    .filter(({ fact }) => secretNamesIn(fact).length > 0)
    .flatMap(({ fact }) => filesWrittenBy(fact));
  return [...shown, ...written];
}

/** `env_file: .env` of a Compose service, alone, in a list, or as `path`. */
function composeFile({ path, value }: SettingFact): string | undefined {
  const at = path.lastIndexOf('env_file');
  if (at < 0 || path.slice(at + 1).some((key) => key !== 'path' && !key.startsWith('['))) return undefined;
  return valueOf(value);
}

interface Use {
  readonly word: Word;
  readonly file: string;
  readonly fixes: () => readonly Fix[];
}

/** The environment files that a command reads, each with the word that names it. */
function filesReadBy(command: CommandFact, text: string): readonly Use[] {
  const { program, operands, flags, parent } = command;
  const [first] = operands;
  if (/^(?:source|\.)$/.test(program) && first?.isStatic === true) {
    return [{ word: first, file: first.value, fixes: () => sourceFixes(command, first) }];
  }
  // `export $(cat .env | xargs)`, `env $(grep -v '^#' .env | xargs) program`
  if (/^(?:cat|grep|sed|awk|xargs)$/.test(program) && takesVariables(parent?.command)) {
    const fed = command.redirects.flatMap(({ operator, target }) =>
      operator === '<' && target !== undefined ? [target] : [],
    );
    return [...operands, ...fed]
      .filter((word) => word.isStatic && isPlainEnvFile(word.value))
      .map((word) => ({ word, file: word.value, fixes: () => readerFixes(command, word) }));
  }
  // What goes to kubeseal leaves it encrypted.
  if (command.pipedTo?.program === 'kubeseal') return [];
  return flags.flatMap(({ name, value }) => {
    if (value?.isStatic !== true || (name !== '--from-env-file' && name !== '--env-file')) return [];
    const isKubectl = /^(?:kubectl|oc)$/.test(program) && name === '--from-env-file';
    const isRun = /^(?:docker|podman|nerdctl|docker-compose)$/.test(program) && name === '--env-file';
    if (!isKubectl && !isRun) return [];
    return [{ word: value, file: value.value, fixes: () => flagFixes(command, value, text) }];
  });
}

function takesVariables(command: CommandFact | undefined): boolean {
  if (command === undefined) return false;
  const words = [command.program, ...command.wrappers.map(({ value }) => value)];
  return words.some((word) => /^(?:export|env|declare|set|eval)$/.test(word));
}

const note = message(
  'Encrypt the file first (sops --encrypt), and take the plain one out of the repository and its history.',
);

/**
 * What a dotenv file holds are assignments: to evaluate them is to read the file, in every shell.
 *
 * An empty answer would evaluate to success, so that a script went on without its secrets; `false` ends it as
 * a missing file ends `source`.
 */
function evaluated(file: string, otherwise = 'false'): string {
  return `eval "$(sops --decrypt ${encryptedName(file)} || echo ${otherwise})"`;
}

function sourceFixes(command: CommandFact, word: Word): readonly Fix[] {
  if (!isPlain(command) || command.args.length !== 1) return [];
  return [review(decrypt, [replace(command.range, evaluated(word.value))], note)];
}

/**
 * `export $(cat .env | xargs)` and `eval "$(cat .env)"`: the whole command is replaced, because what a
 * substitution in its words fails at goes unnoticed.
 */
function readerFixes(command: CommandFact, word: Word): readonly Fix[] {
  const outer = command.parent?.command;
  if (outer === undefined || !isPlain(outer) || outer.args.length !== 1) return [];
  if (outer.program === 'eval') {
    return command.program === 'cat' && command.pipedTo === undefined
      ? [review(decrypt, [replace(outer.range, evaluated(word.value))], note)]
      : [];
  }
  if (outer.program !== 'export') return [];
  // Where nothing is decrypted, the reader's shell must not go on exporting what it is told.
  const exported = `set -a && ${evaluated(word.value, "'set +a; false'")} && set +a`;
  return [
    review(
      decrypt,
      [replace(outer.range, exported)],
      message('{first} Values with $ or backticks are expanded now: quote them in the file.', {
        first: note,
      }),
    ),
  ];
}

/** True where nothing but the command and its words stands in its place. */
function isPlain({ redirects, wrappers, assignments, isEditable, pipedTo, joins, joinedBy }: CommandFact) {
  const isList = joins === '||' || joinedBy === '||';
  return (
    isEditable &&
    !isList &&
    pipedTo === undefined &&
    redirects.length + wrappers.length + assignments.length === 0
  );
}

function flagFixes(command: CommandFact, value: Word, text: string): readonly Fix[] {
  if (!command.isEditable) return [];
  const fixes: Fix[] = [];
  const written = text.slice(command.range.start, command.range.end);
  // Another shell reads the words: nothing in them may be this shell's, or end the quotes.
  const isMovable = command.args.every((word) => word.isStatic) && !/['\n\\{}]/.test(written);
  // Compose reads its file more than once.
  const isRepeated = command.program === 'docker-compose' || command.operands[0]?.value === 'compose';
  if (isMovable && !isRepeated && command.inner.length + command.redirects.length === 0) {
    const edits = [
      insert(command.range.start, `sops exec-file ${encryptedName(value.value)} '`),
      replace(value.range, '{}'),
      insert(command.range.end, "'"),
    ];
    fixes.push(
      review(
        decrypt,
        edits,
        message('{first} Where the file cannot be decrypted the command is not run.', { first: note }),
      ),
    );
  }
  const verbs = command.operands.slice(0, 2).map((word) => word.value);
  const isAlone =
    command.pipedTo === undefined && command.redirects.length === 0 && command.parent === undefined;
  const name = command.operands[3];
  if (
    verbs.join(' ') === 'create secret' &&
    isAlone &&
    name?.isStatic === true &&
    !hasFlag(command, '--dry-run')
  ) {
    const sealing = ` --dry-run=client --output=yaml | kubeseal --format yaml > ${name.value}.sealed.yaml`;
    fixes.push(
      review(
        seal,
        [insert(command.range.end, sealing)],
        'The cluster needs the Sealed Secrets controller; apply the file that is written, and keep the plain one out of the repository.',
      ),
    );
  }
  return fixes;
}
