import type { Range } from '../../text/range';
import { lineBefore } from './shape';

/**
 * Whose account an id at one place is, as far as what stands around it tells.
 *
 * `needed`: the reader needs the id as it is, be it of the author or of somebody else: who is trusted, who publishes
 * images and layers, an address. `used`: the same, unless the document shows that the account is its author's: a
 * registry that is only pulled from, a role to assume. `own`: an account that holds what is worked with, and that
 * nobody reaches from outside: a cluster, a registry that is pushed to.
 */
type Standing = 'needed' | 'used' | 'own' | undefined;

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
  const standings = places.map((place) => standingAt(text, place));
  if (standings.includes('needed')) return true;
  return standings.includes('used') && !standings.includes('own');
}

function standingAt(text: string, { start, end }: Range): Standing {
  const line = lineBefore(text, start);
  const behind = text.slice(end, end + 60);
  // Providers of identities are always of the account that trusts them.
  if (/^:(?:oidc-provider|saml-provider|instance-profile|server-certificate|policy)\//.test(behind))
    return 'own';
  if (isAddress(line, behind) || /bucket[^\n]{0,40}$/i.test(line)) return 'needed';
  if (/^:(?:root\b|layer:|applications[/:]|image\/|snapshot\/|document\/)/.test(behind)) return 'needed';
  if (isOfRegion(line)) return 'needed';
  const around = `${lastBlock(text.slice(Math.max(0, start - reach), start))} ${firstBlock(text.slice(end, end + reach))}`;
  if (tellsOfOthers.test(around) || namesOwner.test(around)) return 'needed';
  if (ofOwnService.test(line) || /(?:^|[\s;])(?:AWS_)?ACCOUNT_ID=["']?$/.test(line)) return 'own';
  if (/"Account"\s{0,4}:\s{0,4}"$/.test(line)) return 'own';
  if (/^\.dkr[.-]ecr\b/.test(behind)) return isPushed(line) ? 'own' : 'used';
  return usesOthers.test(line) ? 'used' : undefined;
}

/** What says that an account is trusted, publishes something or is somebody else's. */
const tellsOfOthers =
  /principal|identifiers|\btrust|\bowner|publish|vendor|third.part|\bpartner|market ?place|\bgrant|\bpermit|whitelist|cross.account|\bpeer|servicetoken|subscri|provided by|maintain|official|belongs? to|\bshar(?:e|es|ed|ing) [^.\n]{0,60}\bwith\b|(?<!effect["':=\s]{1,8})\ballow(?:s|ed|list|ing)?\b/i;

/** `Acme's AWS account`, `the Acme AWS account`; stages and AWS itself are no names. */
const namesOwner =
  /\w['’]s? (?:[\w-]{1,20} ){0,3}accounts?\b|(?<=[a-z,] )(?!AWS|Amazon|EKS|ECR|IAM|Prod|Stag|Dev|Test|QA|Our|My|Your|The|This|Account)[A-Z][\w.-]{1,30} (?:AWS |Amazon )?accounts?\b/;

/** ARNs of what nobody reaches from another account. */
const ofOwnService =
  /\barn:aws[\w-]{0,20}:(?:acm|autoscaling|cloudformation|dynamodb|ec2|ecs|eks|elasticache|elasticloadbalancing|logs|rds|wafv2):[^:\s]{0,60}:$/;

/** Commands and settings that reach into another account as often as into the reader's own. */
const usesOthers =
  /\bassume-role\b(?!-)|registr(?:y|ies)[\w-]{0,10}["'`]?[\s=:[("'`]{1,6}$|\barn:aws[\w-]{0,20}:ecr:[^:\s]{0,60}:$/i;

/** By a command on the same line, which only who owns a registry can run. */
function isPushed(line: string): boolean {
  return /\b(?:docker|podman|buildah|nerdctl|crane|oras|helm|skopeo|imgpkg)\b.{0,160}\b(?:push|tag|build|buildx|copy)\b/.test(
    line,
  );
}

/**
 * Inside an address that leads somewhere. Whoever reads it follows it, and the name of a bucket that nobody has is free
 * for anybody. Pages of AWS that ask to sign in first, queues and registries are judged otherwise.
 */
function isAddress(line: string, behind: string): boolean {
  const before = /[^\s"'`<>()|]*$/.exec(line)?.[0] ?? '';
  if (/^s3:\/\//.test(before)) return true;
  if (!/^[a-z]{2,6}:\/\//i.test(before)) return false;
  if (/^\.dkr[.-]ecr\b|^\.signin\.aws\b/.test(behind)) return false;
  return !/^https:\/\/(?:[\w-]{1,40}\.)?(?:console|signin)\.(?:aws\.)?(?:amazon\.com|aws\.amazon\.com|amazonaws)|^https:\/\/(?:sqs\.|queue\.)/.test(
    before,
  );
}

/** `eu-west-1: "`, `| eu-west-1 | `: a table of what is where. In an ARN the region follows a colon. */
function isOfRegion(line: string): boolean {
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
