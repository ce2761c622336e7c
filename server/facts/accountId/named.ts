import { wordsOf } from '../secret/keyName';

/** Companies that number their customers' accounts, too. */
const vendors = new Set(
  (
    'google gcp gcloud azure stripe facebook instagram paypal cloudflare newrelic relic adyen twilio sendgrid ' +
    'shopify hubspot salesforce zendesk linkedin twitter tiktok'
  ).split(' '),
);
/** Accounts of something else: of a bank, of Google, of a Kubernetes namespace. */
const otherAccounts = new Set([
  ...vendors,
  'service',
  'bank',
  'storage',
  'user',
  'billing',
  'ads',
  'analytics',
  'customer',
]);

/** True where a setting stands below the name of such a company, `facebook.accountId`, and none names AWS. */
export function isOfOtherVendor(path: readonly string[]): boolean {
  const words = path.filter((name) => name.length <= 100).flatMap(wordsOf);
  return words.some((word) => vendors.has(word)) && !words.some((word) => /^(?:aws|amazon)/.test(word));
}

const idWords = new Set(['id', 'ids', 'number', 'numbers', 'no', 'num', 'nr']);
/** In front of `account`, these say whose it is as AWS's own condition keys and flags do. */
const ofAws = new Set([
  'aws',
  'amazon',
  'cdk',
  'source',
  'principal',
  'resource',
  'recipient',
  'trusted',
  'peer',
]);

/**
 * True for the name of a setting, flag or column whose twelve digits are an account id: `AWS_ACCOUNT_ID`, `accountId`,
 * `aws:SourceAccount`, `registryIds`, `OwnerIds`.
 *
 * `isAboutAws`: the text speaks of AWS elsewhere, so that `account` alone and `owners` say enough.
 */
export function namesAccount(name: string, isAboutAws: boolean): boolean {
  if (name.length > 100) return false;
  const words = wordsOf(name.slice(name.lastIndexOf('.') + 1));
  const last = words[words.length - 1] ?? '';
  const before = words.slice(0, -1);
  if (words.some((word) => otherAccounts.has(word))) return false;
  if (/^(?:aws)?accounts?(?:ids?|number)$/.test(last)) return true;
  const noun = before[before.length - 1] ?? '';
  if (idWords.has(last)) {
    if (/^accounts?$|^acct$/.test(noun)) return true;
    return /^(?:registry|registries|owner)$/.test(noun) && (isAboutAws || before.length === 1);
  }
  if (/^accounts?$/.test(last)) return before.some((word) => ofAws.has(word)) || isAboutAws;
  return before.length === 0 && /^(?:owners?|registr(?:y|ies))$/.test(last) && isAboutAws;
}

/** True where a text is about AWS, by a word that hardly anything else uses. Cost: linear. */
export function speaksOfAws(text: string): boolean {
  return /\barn:aws|amazonaws\.com|\b(?:AWS|Amazon|EKS|ECR|CloudFormation|eksctl)\b|\baws [a-z]/.test(text);
}

// No part of a longer name is tried again.
const key =
  /(?<![\w:.-])([A-Za-z][\w:.-]{0,80})["'`*_]{0,3}\s{0,4}(?:=>|[:=])\s{0,8}(?:\[\s{0,4}|\(\s{0,4})?["'`*]{0,3}$/;
const flag = /(?:^|[\s`"'([])--?([A-Za-z][\w-]{1,60})["'`]?(?:=|\s{1,4})["'`]?$/;
/** `${ACCOUNT_ID:-314159265358}` */
const fallback = /\$\{(\w{1,80}):?[-=]$/;
/** Other ids in front of it in the same list. */
const earlier = /(?:["'`]?\d{12}["'`]?(?:\s{0,4},\s{0,4}|\s{1,4})){1,12}(["'`]?)$/;

/**
 * The name that a line gives to what stands behind it: of `NAME=`, `"name": "`, `name = ["`, `--name `, `${NAME:-`;
 * undefined for none. What stands between is other ids of the same list at most. Cost: bounded.
 */
export function nameBefore(before: string): string | undefined {
  const line = before.replace(earlier, '$1');
  return (flag.exec(line) ?? fallback.exec(line) ?? key.exec(line))?.[1];
}

/** The same for flags alone, as in the argument of a container: `--account-id=`. */
export function flagBefore(before: string): string | undefined {
  return flag.exec(before.replace(earlier, '$1'))?.[1];
}
