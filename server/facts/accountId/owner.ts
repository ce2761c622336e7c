import type { Range } from '../../text/range';
import { nameBefore } from './named';
import { wordsOf } from '../secret/keyName';
import { lineBefore } from './shape';

/** So many accounts in one document are a directory, by region or by customer. */
const directory = 4;
/** Characters that are looked at around an id, and no further than the next blank line. */
const reach = 240;

/**
 * True where the reader of a text may need an id as it stands, so that nothing but a person may replace it.
 *
 * This reads text, in whatever language: the code of a document is in many that nothing parses. So it is broad: a word
 * too many costs a bulk fix, one too few a command that no longer works, or a policy that trusts a stranger. `places`
 * are those of one account, `accounts` the number of accounts in the text. Cost: linear in the text, bounded a place.
 */
export function isNeeded(text: string, places: readonly Range[], accounts: number): boolean {
  // Who gives an external id to somebody trusts an account that is not theirs.
  if (accounts >= directory || /external[ _-]?id/i.test(text)) return true;
  // What stands in front matter is a setting of the program that reads it.
  const front = /^---\n[^]*?\n(?:---|\.\.\.)\n/.exec(text)?.[0].length ?? 0;
  if (places.some(({ start }) => start < front)) return true;
  return places.some((place) => isNeededAt(text, place));
}

/**
 * The reader needs the id as it is, be it of the author or of somebody else: who is trusted, who publishes images and
 * layers, an address.
 */
function isNeededAt(text: string, { start, end }: Range): boolean {
  const line = lineBefore(text, start);
  const behind = text.slice(end, end + 60);
  // Providers of identities are always of the account that trusts them, managed policies of the one that attaches them.
  if (/^:(?:oidc-provider|saml-provider|instance-profile|server-certificate|policy)\//.test(behind))
    return false;
  if (isAddress(line, behind) || /bucket[^\n]{0,40}$/i.test(line)) return true;
  if (
    /^:(?:root\b|layer:|applications[/:]|image\/|(?:cluster-)?snapshot[:/]|document\/|destination:|event-bus\/|resource-share\/|vpc-endpoint-service\/)/.test(
      behind,
    )
  )
    return true;
  if (isOfRegion(line) || namesSomebody(nameBefore(line))) return true;
  const around = `${lastBlock(text.slice(Math.max(0, start - reach), start))} ${firstBlock(text.slice(end, end + reach))}`;
  return tellsOfOthers.test(around) || namesOwner.test(around) || admits.test(line);
}

/** What says that an account is trusted, publishes something or is somebody else's. */
const tellsOfOthers =
  /principal|identifiers|\btrust|\bowners?\b|vendor|third.part|\bpartner|market ?place|whitelist|allowlist|cross.account|\bpeer|servicetoken|provided by|belongs? to|\bshared (?:by|from|with)\b|\binvit|\banother (?:AWS |team['’]s )?account|\btheir (?:AWS )?account|\bpublic (?:images?|layers?|registr)|\bAMIs?\b|publish|subscri|\bour\b[^.\n]{0,120}\byour\b|\byour\b[^.\n]{0,120}\bour\b/i;

/** `Allow account …`, `share the snapshot with …`: right in front of the id. */
const admits = /\b(?:allow|grant|permit|share)\w{0,4}\b[^.\n]{0,60}$/i;

/** `Acme's AWS account`, `the Acme AWS account`; stages and AWS itself are no names. */
const namesOwner =
  /\w['’]s? (?:[\w-]{1,20} ){0,3}accounts?\b|(?<=[a-z,] )(?!AWS|Amazon|EKS|ECR|IAM|Prod|Stag|Dev|Test|QA|Our|My|Your|The|This|Account)[A-Z][\w.-]{1,30} (?:AWS |Amazon )?accounts?\b/;

/**
 * Inside an address that leads somewhere. Whoever reads it follows it, and the name of a bucket that nobody has is free
 * for anybody. Pages of AWS's console ask to sign in first; queues and registries are judged otherwise.
 */
function isAddress(line: string, behind: string): boolean {
  const before = /[^\s"'`<>()|]*$/.exec(line)?.[0] ?? '';
  const scheme = /^[a-z][a-z0-9+.-]{1,12}:\/\//i.exec(before)?.[0].toLowerCase();
  if (scheme === undefined) return false;
  if (scheme.startsWith('s3')) return true;
  if (/^\.dkr[.-]ecr\b/.test(behind) || /^https:\/\/(?:sqs|queue)\b/.test(before)) return false;
  const page =
    /^https:\/\/(?:[\w-]{1,40}\.)?console\.(?:aws\.amazon\.com|amazonaws\.cn|amazonaws-us-gov\.com)\//.exec(
      before,
    );
  return page === null || /https?(?::|%3A)|templateurl|param_|switchrole/i.test(before.slice(page[0].length));
}

/** Words that the name of an account of one's own may have besides `account`. */
const ownWords = new Set(
  `account accounts acct id ids number no aws amazon my our the this your target source principal resource recipient sso cdk
  allowed default current main root master management org organization central shared common network networking security
  log logs logging audit backup infra infrastructure tools tooling ci cd deploy deployment build release artifact artifacts
  env environment tf terraform eks ecr cluster registry iam role dev development stage staging stg prod production test testing
  qa uat sandbox demo preview live local export set var value name`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/** `FERRYBOOK_ACCOUNT_ID`: a word that is neither a stage nor one of AWS's is who the account is of. */
function namesSomebody(name: string | undefined): boolean {
  if (name === undefined) return false;
  const words = wordsOf(name);
  return words.some((word) => /^acc(?:oun)?ts?$/.test(word)) && words.some((word) => !ownWords.has(word));
}

const regionInWords =
  /\((?:N\. Virginia|Ohio|N\. California|Oregon|Central|Calgary|Ireland|Frankfurt|London|Paris|Stockholm|Milan|Spain|Zurich|Mumbai|Hyderabad|Tokyo|Seoul|Osaka|Singapore|Sydney|Jakarta|Melbourne|Malaysia|Thailand|Taipei|Hong Kong|Cape Town|Bahrain|UAE|Tel Aviv|S[aã]o Paulo)\)/;

/** `eu-west-1: "`, `| eu-west-1 | `: a table of what is where. In an ARN the region follows a colon. */
function isOfRegion(line: string): boolean {
  if (regionInWords.test(line)) return true;
  return /(?:^|[|\s"'`{,])(?:af|ap|ca|cn|eu|il|me|mx|sa|us)-(?:gov-|iso[a-z]?-)?[a-z]{4,10}-\d["'`]?\s{0,20}(?:[|:=]|=>)[\s|"'`]{0,20}$/.test(
    line,
  );
}

function lastBlock(text: string): string {
  return text.slice(text.lastIndexOf('\n\n') + 1);
}

function firstBlock(text: string): string {
  const end = text.indexOf('\n\n');
  return text.slice(0, end < 0 ? 120 : Math.min(end, 120));
}
