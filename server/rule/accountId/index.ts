import { digitsIn } from '../../facts/accountId/digits';
import { standInIds, withDashes } from '../../facts/accountId/known';
import { isNeeded } from '../../facts/accountId/owner';
import type { AccountIdFact } from '../../facts/fact';
import { subjectOf } from '../../facts/recognize';
import type { Region } from '../../regions/region';
import { replace, review, safe, type Fix, type FixEdit } from '../fix';
import type { FixContext, Placed } from '../rule';
import { cloudFormationEdits, isCloudFormation } from './cloudFormation';
import { scriptEdits } from './script';
import { helmEdits, workflowEdits } from './template';

export type AccountPlace = Placed<AccountIdFact>;

export const accountFixTitles = {
  document: 'Replace the id everywhere in this document',
  script: 'Ask AWS for the account id',
  cloudFormation: 'Use AWS::AccountId',
  workflow: 'Use vars.AWS_ACCOUNT_ID',
  helm: 'Use .Values.aws.accountId',
};

/**
 * The rewrites of an account id, all places of it at once.
 *
 * In a Markdown document, one that stands for an account in manuals: the first id of the document becomes
 * `111122223333`, the second `444455556666`. In a file that works, what the file's language has for "this account";
 * only where the document knows a single account, since nobody but the author can say which of several it is.
 *
 * `ids` are all of the document, in its order; `places` those of `id`.
 */
export function accountIdFixes(
  id: string,
  places: readonly AccountPlace[],
  ids: readonly string[],
  context: FixContext,
): readonly Fix[] {
  const [root] = context.document.regions;
  if (root === undefined) return [];
  if (root.language === 'markdown') return documentFixes(id, ids, root);
  if (ids.length > 1) return [];
  if (root.language === 'shell') {
    return offer(
      accountFixTitles.script,
      scriptEdits(places, root, context),
      'Right where the account of whoever runs the script is the one that is meant',
    );
  }
  const home = homeOf(places, root);
  if (home?.language !== 'yaml' && home?.language !== 'json') return [];
  if (isCloudFormation(home)) {
    return offer(
      accountFixTitles.cloudFormation,
      cloudFormationEdits(places, home),
      'Right where the account that the stack is in is the one that is meant',
    );
  }
  if (home.language === 'json') return [];
  if (subjectOf(home).kind === 'workflow') {
    return offer(
      accountFixTitles.workflow,
      workflowEdits(places, home),
      'Set the variable AWS_ACCOUNT_ID of the repository or organization first',
    );
  }
  if (!home.holes.some(({ kind }) => kind === 'goTemplate')) return [];
  return offer(
    accountFixTitles.helm,
    helmEdits(places, home),
    'Add aws.accountId to values.yaml, in quotes: Helm turns a bare number of twelve digits into 3.1e+11',
  );
}

/** The file's text; of a stream of YAML documents the one that the places are in. */
function homeOf(places: readonly AccountPlace[], root: Region): Region | undefined {
  const document = places.find(({ region }) => region.context.carrier === 'yamlDocument');
  return document?.region ?? root;
}

function offer(title: string, edits: readonly FixEdit[] | undefined, note: string): readonly Fix[] {
  return edits === undefined || edits.length === 0 ? [] : [review(title, edits, note)];
}

/** All places, those that no fact names too: in the name of a bucket, in a comment, in the output of a command. */
function documentFixes(id: string, ids: readonly string[], root: Region): readonly Fix[] {
  const standIn = standInIds(root.text, ids.length)[ids.indexOf(id)];
  if (standIn === undefined) return [];
  const places = digitsIn(root.text)
    .filter((digits) => digits.id === id)
    .map(({ range }) => range);
  const edits = places.map((range): FixEdit => {
    const isPlain = range.end - range.start === id.length;
    return { ...replace(range, isPlain ? standIn : withDashes(standIn)), region: root };
  });
  return isNeeded(root.text, places, ids.length)
    ? [
        review(
          accountFixTitles.document,
          edits,
          'Right where nobody needs this very account to follow the document',
        ),
      ]
    : [safe(accountFixTitles.document, edits)];
}
