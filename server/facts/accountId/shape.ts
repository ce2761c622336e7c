/** Characters that are looked at in front of an id: longer names of resources do not stand there. */
const reach = 240;

/**
 * What the characters around twelve digits make of them, where they prove an account id by themselves.
 *
 * `arn`: the account of an Amazon Resource Name (docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html).
 * `host`: a host of AWS that begins with the account, of a registry or a sign-in page. `queue`: the path of a queue of
 * SQS. Expansions and templates in the parts before the id are passed over. Cost: bounded.
 */
export function shapeAt(text: string, start: number, end: number): 'arn' | 'host' | 'queue' | undefined {
  const before = lineBefore(text, start);
  if (endsInArn(before.replace(/%3A/gi, ':'))) return 'arn';
  const behind = text.slice(end, end + 120);
  if (/^\.dkr[.-]ecr\b/.test(behind) || isHostOfAws(behind)) return 'host';
  return /(?:sqs|queue)[\w.${}<>-]{0,60}\.amazonaws\.com(?:\.cn)?\/$/.test(before) ? 'queue' : undefined;
}

/** The part of the line in front of an offset, as far as it is looked at. */
export function lineBefore(text: string, start: number): string {
  const window = text.slice(Math.max(0, start - reach), start);
  return window.slice(window.lastIndexOf('\n') + 1);
}

/** `arn:aws:iam::`, `arn:aws-cn:ecr:${AWS_REGION}:`: partition, service and region, the last one often empty. */
function endsInArn(before: string): boolean {
  const at = before.lastIndexOf('arn:');
  if (at < 0 || /[A-Za-z0-9]/.test(before.charAt(at - 1))) return false;
  const parts = partsOf(before.slice(at + 4));
  return parts?.length === 4 && parts[3] === '' && /^(?:aws(?:-[a-z-]{1,20})?$|[$<{[])/.test(parts[0] ?? '');
}

const pairs: Readonly<Record<string, string>> = { '{': '}', '<': '>', '(': ')', '[': ']' };

/** The text taken apart at its colons, those inside brackets left alone; undefined where it is no one word. */
function partsOf(text: string): readonly string[] | undefined {
  const parts: string[] = [];
  let part = '';
  const open: string[] = [];
  for (const character of text) {
    const close = pairs[character];
    if (close !== undefined) open.push(close);
    else if (character === open[open.length - 1]) open.pop();
    else if (open.length === 0 && /[\s"'`,;]/.test(character)) return undefined;
    if (character !== ':' || open.length > 0) {
      part += character;
      continue;
    }
    parts.push(part);
    part = '';
  }
  return open.length === 0 ? [...parts, part] : undefined;
}

/** `314159265358.signin.aws.amazon.com`, `….s3-control.eu-west-1.amazonaws.com`, `….dkr-ecr.eu-west-1.on.aws`. */
function isHostOfAws(behind: string): boolean {
  const host = /^(?:\.[\w${}<>-]{1,40}){1,8}/.exec(behind)?.[0] ?? '';
  return /\.(?:amazonaws\.com|aws\.amazon\.com|amazonaws\.cn|amazonaws-us-gov\.com|on\.aws)$/.test(
    host.replace(/\.cn$/, ''),
  );
}
