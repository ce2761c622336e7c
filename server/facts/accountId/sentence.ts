/** Words that may stand between `account` and its id. */
const joints = new Set([
  'id',
  'ids',
  'number',
  'numbers',
  'no',
  'is',
  'are',
  'was',
  'has',
  'the',
  'of',
  'in',
  'our',
  'named',
  'called',
  'and',
  'or',
  'to',
  'from',
  'with',
  'for',
]);
/** Accounts of something else. */
const otherAccounts =
  /^(?:service|bank|user|storage|billing|google|gcp|azure|github|email|customer|savings|contact|order|invoice)$/i;
/** Between `account` and the id, they say whose it is. */
const otherOwners = /^(?:banks?|paypal|stripe|google|gcp|azure|github|orders?|invoices?)$/;
/** Words between `account` and the id beyond the joints: "account shop-production (314…)". */
const mostNames = 2;

/**
 * True where the words around twelve digits say that they are an account's: "account 314159265358", "AWS account ID:
 * `314159265358`", "accounts 271828182845 and 314159265358", "314159265358 (our AWS account)".
 *
 * `before` and `behind` are text of the same sentence, marks of emphasis and code and all. "Order 314159265358 of
 * your account" says nothing of the kind. Cost: bounded.
 */
export function speaksOfAccount(before: string, behind: string): boolean {
  return namesBefore(before.slice(-160)) || namesBehind(behind.slice(0, 60));
}

function namesBefore(before: string): boolean {
  const words = before.split(/[\s`*_"'()[\]{}:=,;#|/<>–—-]+/).filter((word) => word !== '');
  let names = 0;
  for (let i = words.length - 1; i >= 0; i--) {
    const word = (words[i] as string).toLowerCase();
    if (/^accounts?$/.test(word)) return !otherAccounts.test(words[i - 1] ?? '');
    if (/^account-?ids?$|^accountids?$/.test(word)) return true;
    if (otherOwners.test(word)) return false;
    if (joints.has(word) || /^\d{12}$/.test(word)) continue;
    if (/[.!?]$/.test(word) || ++names > mostNames) return false;
  }
  return false;
}

/** Directly behind it: "is our AWS account", "(the staging account)". */
function namesBehind(behind: string): boolean {
  return /^[`*"']{0,3}\s{0,2}[–—-]?\s?(?:\(\s?|is\s)(?:(?:an|the|our|my|your)\s)?(?:[\w-]{1,20}\s){0,2}accounts?\b/i.test(
    behind,
  );
}
