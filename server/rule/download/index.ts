/** Builders of fixes for what a shell fetches: save, verify, then use. */
export { asWord, editedText, failOnErrorEdits, fetcherLike, isPlainCurl, savingText, unquoted } from './curl';
export { indentAt, isUnwatched, layOut, layoutOf, setsErrexit, type Layout, type Steps } from './layout';
export { fileNameOf, nameOfAddress, sumVariableOf, variableOf } from './names';
export { memberAt, planInstall, planRelease, releaseOfDownload, versionElsewhere, written } from './release';
export { compareCommand, verifyByOwnSum, withoutV } from './verify';
export { splitIntake, whatIs, type Split } from './intakeFix';
export { intakeFixes, intakeTitles } from './intakeFixes';
export { chainEdits, guardEdits } from './guard';
export { useFixes, useTitles } from './useFixes';
export {
  anchorFixes,
  checkTitles,
  compareFixes,
  heedFixes,
  keepFailureFixes,
  spellingFixes,
  unusedFixes,
} from './checkFixes';
