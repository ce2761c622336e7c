import { cloudPrograms } from './cloud';
import { clusterPrograms } from './cluster';
import { containerPrograms } from './container';
import { databasePrograms } from './database';
import { networkPrograms } from './network';
import type { Program } from './program';
import { sourcePrograms } from './source';
import { systemPrograms } from './system';

export type { Program } from './program';
export { wrappers } from './wrappers';

/**
 * Which options of well-known programs take a value, from their manuals (curl 8.15, kubectl 1.34, helm 3.19,
 * docker 28, eksctl 0.214, GNU coreutils 9.7 and the like).
 *
 * A key is a program, or a program and its subcommands (`docker run`), which then stands for the whole.
 */
export const programs: { readonly [program: string]: Program | undefined } = {
  ...clusterPrograms,
  ...containerPrograms,
  ...cloudPrograms,
  ...sourcePrograms,
  ...networkPrograms,
  ...databasePrograms,
  ...systemPrograms,
};
