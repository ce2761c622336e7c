import { list } from './program';

/** What runs another program: its own options that take a value, and how many operands stand before it. */
export interface Wrapper {
  readonly values: readonly string[];
  readonly operands: number;
  /** Options with which it runs nothing. */
  readonly query: readonly string[];
}

function wrapper(values: string, operands = 0, query: readonly string[] = []): Wrapper {
  return { values: values === '' ? [] : list(values), operands, query };
}

/** The programs that run the one behind them: `sudo -u app kubectl …` is a kubectl. */
export const wrappers: { readonly [program: string]: Wrapper | undefined } = {
  sudo: wrapper(
    '-u --user -g --group -h --host -p --prompt -C --close-from -r --role -t --type -T --command-timeout -U --other-user -D --chdir -R --chroot',
    0,
    ['-l', '--list', '-v', '--validate', '-k', '--reset-timestamp', '-K', '-e', '--edit', '-V', '--version'],
  ),
  doas: wrapper('-u -C -a', 0, ['-L']),
  env: wrapper('-u --unset -C --chdir -S --split-string -a --argv0'),
  time: wrapper('-o --output -f --format'),
  nohup: wrapper(''),
  exec: wrapper('-a'),
  command: wrapper('', 0, ['-v', '-V']),
  builtin: wrapper(''),
  timeout: wrapper('-s --signal -k --kill-after', 1),
  nice: wrapper('-n --adjustment'),
  ionice: wrapper('-c --class -n --classdata'),
  stdbuf: wrapper('-i --input -o --output -e --error'),
  setsid: wrapper(''),
};
