import type { LanguageId, RegionContext } from '../language';
import type { Content } from './embed';
import type { YamlScalar } from './tree';
import { message } from '../../text/message';

const languageOfExtension: { readonly [extension: string]: LanguageId } = {
  sh: 'shell',
  bash: 'shell',
  zsh: 'shell',
  yaml: 'yaml',
  yml: 'yaml',
  json: 'json',
  env: 'dotenv',
  md: 'markdown',
};

/** Longer JSON in a scalar is a dashboard or the like, in which no rule reads anything. */
const longestJson = 64_000;

/** Keys whose text is YAML although they are no file names, with the key above where that decides. */
const yamlKeys: readonly {
  readonly key: string;
  readonly above?: string;
  readonly fileName: string;
}[] = [
  // Argo CD Application: spec.source.helm.values
  { key: 'values', above: 'helm', fileName: 'values.yaml' },
  // k3s and RKE2 HelmChart: spec.valuesContent
  { key: 'valuesContent', fileName: 'values.yaml' },
  // Argo CD: argocd-cm, or configs.cm of its chart
  { key: 'dex.config', fileName: 'dex.config' },
  { key: 'oidc.config', fileName: 'oidc.config' },
  { key: 'patch', fileName: '' },
];

/** Lists whose items are YAML documents. */
const yamlLists = new Set(['patchesStrategicMerge', 'extraDeploy', 'extraObjects', 'extraManifests']);

/** A file in a ConfigMap's data, in Helm values, in `files:`; a patch; values inside an Application. */
export function contentByName(
  scalar: YamlScalar,
  path: readonly string[],
  context: RegionContext,
): Content | undefined {
  const isText = scalar.style === 'literal' || scalar.style === 'folded' || scalar.value.includes('\n');
  if (!isText) return undefined;
  const key = path[path.length - 1] ?? '';
  const above = path[path.length - 2] ?? '';
  const make = (language: LanguageId, fileName: string): Content => ({
    language,
    label: message('key {key}', { key }),
    fileName,
    shell: shellOfName(fileName, context),
    template: context.template,
  });
  if (key.startsWith('['))
    return yamlLists.has(above)
      ? { ...make('yaml', ''), label: message('item of {key}', { key: above }) }
      : undefined;
  const known = yamlKeys.find((k) => k.key === key && (k.above === undefined || k.above === above));
  if (known !== undefined) return make('yaml', known.fileName);
  const dot = key.lastIndexOf('.');
  const language = dot < 0 ? undefined : languageOfExtension[key.slice(dot + 1).toLowerCase()];
  if (language === undefined) return undefined;
  if (language === 'json' && scalar.value.length > longestJson) return undefined;
  return make(language, key);
}

function shellOfName(fileName: string, context: RegionContext): RegionContext['shell'] {
  if (fileName.endsWith('.bash')) return 'bash';
  if (fileName.endsWith('.zsh')) return 'zsh';
  return fileName.endsWith('.sh') ? 'sh' : context.shell;
}

/** A script by its first line, JSON by its braces. */
export function contentByText(
  scalar: YamlScalar,
  path: readonly string[],
  context: RegionContext,
): Content | undefined {
  const key = path[path.length - 1] ?? '';
  const label = key.startsWith('[') ? message('script') : message('key {key}', { key });
  const { template } = context;
  const shell = shellOfShebang(scalar.value);
  if (shell !== undefined) return { language: 'shell', label, fileName: '', shell, template };
  if (scalar.style === 'plain' || !looksLikeJson(scalar.value)) return undefined;
  return { language: 'json', label, fileName: '', shell: 'unknown', template };
}

/** The shell that a script's first line names; undefined for other interpreters and other texts. */
export function shellOfShebang(text: string): RegionContext['shell'] | undefined {
  if (!text.startsWith('#!')) return undefined;
  const newline = text.indexOf('\n');
  if (newline < 0) return undefined;
  const words = text
    .slice(2, newline)
    .trim()
    .split(/[ \t]+/);
  const program = (word: string | undefined): string => (word ?? '').split('/').pop() ?? '';
  const name =
    program(words[0]) === 'env' ? program(words.slice(1).find((w) => !w.startsWith('-'))) : program(words[0]);
  if (name === 'bash') return 'bash';
  if (name === 'zsh') return 'zsh';
  return ['sh', 'dash', 'ash', 'ksh'].includes(name) ? 'sh' : undefined;
}

function looksLikeJson(value: string): boolean {
  if (value.length > longestJson || (!value.includes('":') && !value.includes('" :'))) return false;
  const text = value.trim();
  return (
    (text.startsWith('{') && !text.startsWith('{{') && text.endsWith('}')) ||
    (text.startsWith('[{') && text.endsWith('}]'))
  );
}
