/** Everything a rule may import. */
export * from './rule';
export { cite } from './references';
export * from './finding';
export * from './fix';
export type * from '../facts/fact';
export type * from '../facts/command';
export type * from '../facts/reading';
export type { ImageReference } from '../facts/image';
export { valueOf } from '../facts/reading';
export type { Range } from '../text/range';
export type { Region } from '../regions/region';
export { badExampleAt } from '../regions/badExample';
export type { YamlEntry, YamlItem, YamlList, YamlMap, YamlNode, YamlScalar } from '../languages/yaml/tree';
export * from './download';
export { accountFixTitles, accountIdFixes } from './accountId/index';
export { removeComment, removeListed } from './commentFixes';
export { credentialFixes } from './credentials/index';
export { credentialFixTitles, credentialReferences } from './credentials/credentialMeta';
export { secretName } from './credentials/secretName';
export { chartSecretFix } from './credentials/chartSecret';
export {
  isExampleHost,
  isLocalHost,
  isNumericHost,
  movingName,
  parseAddress,
  type Address,
  type MovingName,
} from '../facts/address';
export { downloadsOf, type DownloadFact, type LandingFile } from '../facts/download';
export { fileStories, type FileEvent, type FileStory } from '../facts/fileStory';
export { isDangerous, type FileUse } from '../facts/fileUse';
export { findFlag, hasFlag } from '../facts/flags';
export { isInProgramFolder, isInterpreter, type Intake } from '../facts/intake';
export { integrityCheckOf, malformedFlag, type IntegrityCheck } from '../facts/integrity';
export {
  encryptedName,
  filesDecryptedBy,
  filesWrittenBy,
  isHarmlessFile,
  isNamedSecret,
  isPlainEnvFile,
  isPrivateKeyFile,
  isSameFile,
  secretNamesIn,
} from '../facts/secretFile';
export { secretNameOf } from '../facts/secret/keyName';
export { hoursOf } from '../facts/duration';
export { isExpandedByReader, isHelmValue, takesSecret, valueVariable } from '../facts/helmValue';
export { publisherOfScript, type Publisher, type Release } from '../facts/publisher';
export { objectOf, subjectOf } from '../facts/recognize';
export {
  asBoolean,
  asInteger,
  entryOf,
  get,
  getPath,
  isNull,
  isOpenMap,
  listOf,
  mapOf,
  scalarOf,
  stringOf,
  stringsOf,
  textOf,
  walkYaml,
} from '../languages/yaml/read';
export {
  insertAfter,
  removeChild,
  replaceNode,
  replaceValue,
  indented,
  setEntry,
  type Patch,
  type PatchSource,
} from '../languages/yaml/patch';
export { lineEndAt as lineEndOf } from '../text/lines';
export { render, renderEntries, styleOf } from '../languages/yaml/render';
export { bitnamiCatalog } from '../facts/bitnami';
export { isEksctlCreate, switchState } from '../facts/eksctl';
export { imageName, isStandIn, pinEdits } from '../facts/image';
export { isImageBuilder, localRepositories, pushesImage } from '../facts/imageBuild';
export { tierOfTag } from '../facts/imageTag';
export { isWorldCidr } from '../facts/addressBlock';
export { isDnsOnly, isEveryPort, isWide } from '../facts/kubernetes/networkReach';
export {
  isBuildGroup,
  isNodeRole,
  isNodeRoleOfTemplate,
  managedPolicyOf,
  policyReach,
} from '../facts/nodePolicy';
export { removeFlags } from '../facts/shell/edits';
export { removeOptions } from './optionFixes';
export { quoted, rangeOfTag, versionFixes } from './imageFixes';
export { calicoFixes, ciliumFixes, ciliumPortFixes } from './networkDialectFixes';
export { everyAddressFixes } from './addressFixes';
export { joinFixes, peerFixes, portFixes, ruleFixes } from './networkFixes';
export { splitPeers, type SplitPeers } from '../facts/kubernetes/splitPeer';
export { execOf, migrationOf, migrationOfWords, type Exec, type Migration } from '../facts/migration';
export { pipelineScripts, scriptsBehind, toleranceOf } from '../facts/pipeline';
export { removeAnnotation, removeHeader } from './headerFixes';
export { headersOfAction, httpsListener, listenerAttribute } from '../facts/ingress/albAction';
export { annotationFor, headerOf, snippetDirectives } from '../facts/ingress/snippet';
export { maxAgeOf, shortestMaxAge, unsafeSources, type UnsafeSource } from '../facts/ingress/headerStrength';
export {
  asUpstream,
  findWord,
  hasWord,
  isOfGroup,
  isReadOnly,
  isUnnamed,
  nameInstead,
  reachOf,
  removeGrant,
  replaceWith,
} from './rbac';
export {
  insertEntry,
  insertRules,
  joined as joinEdits,
  ordinaryVerbs,
  removeWords,
  textOfEntry,
  writeField,
} from './rbacFixes';
export {
  evictable,
  autoscalerOf,
  isReplicated,
  isSubset,
  mayShareNamespace,
  selects,
  sharesNamespace,
} from '../facts/capacity/relation';
export { parseQuantity, quantityOfSize } from '../facts/quantity';
export { documentBehind, limitRange, metadataOf } from './capacityFixes';
export { nameAsWritten } from '../facts/kubernetes/containerName';
export { dropsAll, leftBehind, missingHardening, type Hardening } from '../facts/kubernetes/hardening';
export {
  isSafeParameter,
  kernelParametersOf,
  mountsForeignVolume,
  ownershipOf,
  worksAsRoot,
  type Ownership,
} from '../facts/kubernetes/initWork';
export { contextPatch, hardeningFixes } from './hardeningFixes';
export {
  agentSeverity,
  defaultProfileFixes,
  mountFixes,
  otherUserFixes,
  withdrawalFixes,
} from './privilegeFixes';
export { privilegeRule } from './privilegeRule';
export { removePruned } from '../languages/yaml/prune';
export { boundName, labelsOf, oneAtATime, selectPods } from './budgetFixes';
export { replaceWritten } from './meshFixes';
export { leakOf } from '../facts/kubernetes/imagePattern';
export { logTypes } from '../facts/clusterLogging';
