/**
 * Capabilities that are a way to the host or to other pods (capabilities(7)); those of the baseline of the
 * Pod Security Standards are none of them.
 */
const dangerous = new Set(
  (
    'ALL SYS_ADMIN NET_ADMIN NET_RAW SYS_PTRACE SYS_MODULE BPF DAC_READ_SEARCH SYS_RAWIO SYS_BOOT PERFMON ' +
    'MAC_ADMIN MAC_OVERRIDE SYS_TIME SYSLOG'
  ).split(' '),
);

/** The capability's own name, without `CAP_`, where it is dangerous. */
export function dangerousCapability(text: string): string | undefined {
  const name = text.trim().toUpperCase().replace(/^CAP_/, '');
  return dangerous.has(name) ? name : undefined;
}

/** True for `root`, `0`, `0:0`, `root:wheel`: who runs as user 0, whatever the group. */
export function isRootUser(text: string): boolean {
  const user = text.split(':', 1)[0] ?? '';
  return user === 'root' || /^0+$/.test(user);
}

/** What an option of `--security-opt` switches off, as `seccomp=unconfined`; undefined where it switches on. */
export function unconfinedOption(text: string): string | undefined {
  const option = text.trim().replaceAll(':', '=');
  const isOff =
    /^(?:seccomp|apparmor|systempaths)=unconfined$/.test(option) ||
    /^label=(?:disable|type=spc_t)$/.test(option) ||
    option === 'no-new-privileges=false';
  return isOff ? option : undefined;
}
