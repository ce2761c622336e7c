/** Everything a rule may import. */
export * from './rule';
export * from './finding';
export * from './fix';
export type * from '../facts/fact';
export type * from '../facts/command';
export type * from '../facts/reading';
export type { ImageReference } from '../facts/image';
export { valueOf } from '../facts/reading';
export type { Range } from '../text/range';
export type { Region } from '../regions/region';
export type { YamlEntry, YamlItem, YamlList, YamlMap, YamlNode, YamlScalar } from '../languages/yaml/tree';
