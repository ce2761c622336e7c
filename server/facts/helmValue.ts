import { chartSecretOf, takesSecretName } from './chartSecret';
import type { SettingFact } from './fact';
import { expandsGrafanaVariables } from './secret/grafana';
import { secretNameOf } from './secret/keyName';
import { valueReferenceOf } from './valueReference';

/**
 * True for a setting that Helm reads as a value as it stands: in a values file, in an Argo CD Application, in
 * a kustomization's `valuesInline`, or in a fragment whose path is a known chart's.
 *
 * Flux replaces `${VAR}` in its own objects before Helm sees them (Kustomization, `spec.postBuild`), so the
 * values of a HelmRelease are none.
 */
export function isHelmValue(setting: SettingFact, fileName: string): boolean {
  const { source, subject, path } = setting;
  if (source !== 'yaml' && source !== 'containerEnv') return false;
  switch (subject.kind) {
    case 'helmValues':
      return true;
    case 'manifest':
      return /^Application(?:Set)?$/.test(subject.resource) && path.includes('helm') && path.length > 4;
    case 'kustomization':
      return path.includes('valuesInline');
    case 'unknown':
      return chartSecretOf(setting, fileName) !== undefined;
    default:
      return false;
  }
}

/**
 * The variable that a value is nothing but: `X` of `$X`, `${X}`, `${X:?set it}` and `$(X)`, as the text is
 * written, quotes aside; undefined for everything else, a default included.
 */
export function valueVariable({ valueRange }: SettingFact, text: string): string | undefined {
  const written = text.slice(valueRange.start, valueRange.end).replace(/^["']|["']$/g, '');
  const match = /^\$(?:(\w+)|\{(\w+)(?::?[-=?][^{}]*)?\}|\((\w+)\))$/.exec(written);
  const name = match?.[1] ?? match?.[2] ?? match?.[3];
  return name === undefined || /^\d/.test(name) ? undefined : name;
}

/** Programs that put the variables of their environment into their own configuration. */
const expanders = /^(?:opentelemetry|otel|loki|tempo|mimir|promtail|alloy|vector|fluent)/;

/**
 * True where what reads the value puts in `${X}` itself, so that Helm need not: Grafana in its ini file and its data
 * sources, the OpenTelemetry Collector and its like in their `config`, the kubelet in a container's variables.
 */
export function isExpandedByReader(setting: SettingFact, text: string): boolean {
  const { path, source, valueRange } = setting;
  const written = text.slice(valueRange.start, valueRange.end);
  const parents = path.slice(0, -1);
  const isVariable = source === 'containerEnv' || parents.some((key) => /env(?:ironment|vars?)?$/i.test(key));
  if (isVariable && /^["']?\$\(/.test(written)) return true;
  if (expandsGrafanaVariables(setting)) return !/^["']?\$\(/.test(written);
  const config = parents.findIndex((key) => /^(?:config|structuredConfig|customConfig)$/.test(key));
  const isCollector = parents.some((key) => /^(?:exporters|receivers|extensions)$/.test(key));
  return config >= 0 && (isCollector || parents.slice(0, config).some((key) => expanders.test(key)));
}

/**
 * True when the setting's name announces a secret, or its path is one that a known chart takes a secret at. A name
 * that also stands for the name of a Secret (`tls.secret`) counts only where `variable`, which it is set from, says
 * so too.
 */
export function takesSecret(setting: SettingFact, variable: string, fileName: string): boolean {
  // A dollar that the shell leaves as it is begins a reference to a Secret: Argo CD's `$name:key`.
  if (setting.word?.value.startsWith('$$') === true) return false;
  if (chartSecretOf(setting, fileName) !== undefined) return true;
  if (isReadAsSecret(setting, fileName)) return true;
  if (takesSecretName(setting)) return false;
  const name = secretNameOf(setting.key);
  if (name === undefined) return false;
  return name === 'password' || name === 'token' || secretNameOf(variable) !== undefined;
}

/**
 * `slack_api_url`, `routing_key`: whoever has one writes to the channel, whatever the name says. A secret of a webhook
 * that Argo CD reads is one, too.
 */
function isReadAsSecret(setting: SettingFact, fileName: string): boolean {
  const reference = valueReferenceOf(setting, fileName);
  if (reference?.kind === 'argocdSecret') return reference.key.startsWith('webhook.');
  return reference?.kind === 'alertmanagerFile' && reference.isValues;
}
