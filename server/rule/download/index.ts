/** Builders of fixes for what a shell fetches: save, verify, then use. */
export { asWord, editedText, failOnErrorEdits, savingText, unquoted } from './curl';
export { indentAt, layOut, layoutOf, setsErrexit, type Layout, type Steps } from './layout';
export { fileNameOf, sumVariableOf, variableOf } from './names';
export { planInstall, planRelease, releaseOfDownload, versionElsewhere, written } from './release';
export { compareCommand, verifyByOwnSum, withoutV } from './verify';
export { splitIntake, whatIs, type Split } from './intakeFix';
