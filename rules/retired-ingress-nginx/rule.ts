import {
  cite,
  defineRule,
  findFlag,
  hasFlag,
  message,
  valueOf,
  type CommandFact,
  type ImageFact,
  type Message,
  type Range,
  type SettingFact,
  type Severity,
} from '#rule';

const repository = /^https:\/\/kubernetes\.github\.io\/ingress-nginx\/?$/;

export default defineRule({
  meta: {
    id: 'retired-ingress-nginx',
    title: 'Retired ingress-nginx is installed',
    why: 'Since March 2026 nobody fixes ingress-nginx, so the next hole in what faces the internet stays open.',
    severity: 'medium',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 10,
    languages: ['yaml', 'json', 'shell'],
    references: cite('Kubescape NSA C-0292', 'OWASP 2022 K10', 'OWASP 2025 K07', 'CWE-1104'),
    fixes: [],
  },
  reads: ['command', 'image', 'setting'],
  read(document, report) {
    const commands = document.all('command');
    const isInstalled = commands.some(({ fact }) => installOf(fact) !== undefined);
    for (const { fact, region } of commands) {
      const found = installOf(fact) ?? (isInstalled ? undefined : repositoryOf(fact));
      if (found === undefined) continue;
      report({
        region,
        at: found.at,
        ...(found.severity === undefined ? {} : { severity: found.severity }),
        message: message('{what} installs ingress-nginx, which gets no security fixes since March 2026', {
          what: found.what,
        }),
      });
    }
    for (const { fact, region } of document.all('image')) {
      if (!isController(fact)) continue;
      report({
        region,
        at: fact.range,
        message: message(
          'This image is the controller of ingress-nginx, which gets no security fixes since March 2026',
        ),
      });
    }
    for (const { fact, region } of document.all('setting')) {
      const at = chartSource(fact);
      if (at === undefined) continue;
      report({
        region,
        at,
        message: message(
          'The charts of ingress-nginx are installed from here, and get no security fixes since March 2026',
        ),
      });
    }
  },
});

interface Install {
  readonly at: Range;
  readonly what: Message;
  readonly severity?: Severity;
}

function installOf(command: CommandFact): Install | undefined {
  const { program, operands } = command;
  const verb = operands[0]?.value ?? '';
  if (program === 'helm') return chartOf(command, verb);
  if (/^(?:kubectl|oc)$/.test(program) && /^(?:apply|create)$/.test(verb)) {
    const file = command.flags.find(({ name }) => /^(?:-f|--filename|-k|--kustomize)$/.test(name))?.value;
    if (
      file === undefined ||
      !/(?:\/kubernetes\/ingress-nginx\/|\/deploy-ingress-nginx\.yaml)/.test(file.value)
    )
      return undefined;
    // The manifest for kind runs on a laptop.
    const isLaptop = /\/provider\/kind\/|kind\.sigs\.k8s\.io/.test(file.value);
    return { at: file.range, what: message('This manifest'), ...(isLaptop ? { severity: 'low' } : {}) };
  }
  const [, addon, name] = operands;
  return program === 'minikube' && verb === 'addons' && addon?.value === 'enable' && name?.value === 'ingress'
    ? { at: name.range, what: message('The addon'), severity: 'low' }
    : undefined;
}

function chartOf(command: CommandFact, verb: string): Install | undefined {
  const isInstall =
    verb === 'install' || verb === 'template' || (verb === 'upgrade' && hasFlag(command, '--install', '-i'));
  if (!isInstall) return undefined;
  const repo = findFlag(command, '--repo')?.value?.value ?? '';
  const chart = command.operands
    .slice(1)
    .find(
      ({ value }) => /\/ingress-nginx$/.test(value) || (repository.test(repo) && value === 'ingress-nginx'),
    );
  const isOthers = chart !== undefined && /^(?:\.|\/)/.test(chart.value);
  return chart === undefined || isOthers ? undefined : { at: chart.range, what: message('This chart') };
}

/** `helm repo add`, where nothing else of the document says what comes of it. */
function repositoryOf({ program, operands }: CommandFact): Install | undefined {
  const [first, second, , url] = operands;
  if (program !== 'helm' || first?.value !== 'repo' || second?.value !== 'add' || url === undefined)
    return undefined;
  return repository.test(url.value)
    ? { at: url.range, what: message('Who adds this repository') }
    : undefined;
}

function isController({ reference }: ImageFact): boolean {
  const image = valueOf(reference);
  if (image === undefined) return false;
  const { repository: path, registry } = image;
  return (
    /(?:^|\/)ingress-nginx\/controller(?:-chroot)?$/.test(path) ||
    (registry === 'quay.io' && path === 'kubernetes-ingress-controller/nginx-ingress-controller')
  );
}

/** `repoURL` of Argo CD, `url` of Flux and helmfile, `repository` of a chart's dependency. */
function chartSource({ key, source, value, valueRange }: SettingFact): Range | undefined {
  if (source !== 'yaml' || !/^(?:repoURL|repoUrl|url|repository|repo)$/.test(key)) return undefined;
  return repository.test(valueOf(value) ?? '') ? valueRange : undefined;
}
