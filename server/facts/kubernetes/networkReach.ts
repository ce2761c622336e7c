import type { NetworkPort, NetworkRuleFact } from '../fact';
import { valueOf } from '../reading';

/** True where all ports of the rule are DNS: lookups only, wherever they go. */
export function isDnsOnly(rule: NetworkRuleFact): boolean {
  const ports = valueOf(rule.ports) ?? [];
  return ports.length > 0 && ports.every(isDns);
}

/** 5353 is what DNS pods of OpenShift listen on, and 853 is DNS over TLS. */
function isDns({ port, endPort }: NetworkPort): boolean {
  if (typeof port === 'string') return /^dns(?:-|$)/.test(port) || port === '53';
  return endPort === undefined && (port === 53 || port === 5353 || port === 853);
}

/** True where the rule names no ports, or a range of nearly all of them; false where that is not known. */
export function isEveryPort(rule: NetworkRuleFact): boolean {
  if (rule.ports.state === 'absent') return true;
  const ports = valueOf(rule.ports);
  return ports !== undefined && (ports.length === 0 || ports.some(isWide));
}

/** True for a range of at least half of the ports there are. */
export function isWide({ port, endPort }: NetworkPort): boolean {
  return typeof port === 'number' && endPort !== undefined && endPort - port >= 32767;
}
