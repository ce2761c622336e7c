import { message, type Message } from '../finding';
import { rotate } from './rotate';

export const argocdNote = message(
  "The Secret must exist in Argo CD's namespace with the label app.kubernetes.io/part-of: argocd. {rotate}",
  { rotate },
);

export const giteaNote = message(
  "The Secret must exist in the release's namespace and hold the current value. {rotate}",
  { rotate },
);

export const mountFirstNote = message(
  'Mount the Secret there first, with alertmanagerSpec.secrets (kube-prometheus-stack) or extraSecretMounts (alertmanager): until then no notification can be sent. {rotate}',
  { rotate },
);

export function mountedNote(file: string): Message {
  return message(
    "The Secret must exist in the release's namespace with the key {file}; without it Alertmanager does not start. {rotate}",
    { file, rotate },
  );
}

export const operatorNote = message(
  'The Secret must exist in the namespace of the Prometheus object with these keys. {rotate}',
  { rotate },
);

export const fromSecret = 'Read the value from a Secret';

export const podSecretNote = message(
  "The Secret must exist in the pod's namespace before the pod starts. {rotate}",
  { rotate },
);
