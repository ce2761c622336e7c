import assert from 'node:assert/strict';
import { factsOf } from '../../server/facts/extract';
import { isPublicId, standInIds } from '../../server/facts/accountId/known';
import { digitsIn } from '../../server/facts/accountId/digits';
import type { LanguageId } from '../../server/languages/language';
import { growRegion, RegionPool } from '../../server/regions/grow';
import { walkRegions } from '../../server/regions/region';

/** The ids of a text with the context that shows what they are, in its order; `-` for none. */
function tell(language: LanguageId, text: string): readonly string[] {
  const found: string[] = [];
  const context = {
    carrier: 'file',
    fileName: '',
    inDocument: language === 'markdown',
    template: 'none',
    shell: 'unknown',
    badExample: undefined,
    fenceLanguage: '',
  } as const;
  const root = growRegion(language, text, context, RegionPool.of(undefined));
  walkRegions(root, (region) => {
    for (const { id, context } of factsOf(region).accountId) found.push(`${id} ${context ?? '-'}`);
  });
  return found;
}

describe('account ids', () => {
  it('are what stands in an ARN, whatever is in its other parts', () => {
    const arns = [
      'arn:aws:iam::314159265358:role/x',
      'arn:aws-cn:sqs:${AWS_REGION}:314159265358:orders',
      'arn:${AWS::Partition}:ecr:{{ .Values.region }}:314159265358:repository/x',
      'arn%3Aaws%3Aiam%3A%3A314159265358%3Arole',
    ];
    for (const arn of arns) assert.deepEqual(tell('markdown', `See \`${arn}\`.`), ['314159265358 arn'], arn);
  });

  it('are not what stands elsewhere in one', () => {
    for (const arn of [
      'arn:aws:s3:::shop-314159265358',
      'arn:gcp:x::314159265358:y',
      'barn:aws:a::314159265358',
    ]) {
      assert.deepEqual(tell('markdown', `See \`${arn}\`.`), ['314159265358 -'], arn);
    }
  });

  it('begin hosts of AWS and end paths of queues', () => {
    assert.deepEqual(tell('markdown', '`314159265358.dkr.ecr.eu-west-1.amazonaws.com`'), [
      '314159265358 host',
    ]);
    assert.deepEqual(tell('markdown', '`314159265358.dkr.ecr.{{ .Values.region }}.x`'), [
      '314159265358 host',
    ]);
    assert.deepEqual(tell('markdown', 'https://314159265358.signin.aws.amazon.com/'), ['314159265358 host']);
    assert.deepEqual(tell('markdown', 'https://314159265358.example.com/'), ['314159265358 -']);
    assert.deepEqual(tell('markdown', 'https://sqs.eu-west-1.amazonaws.com/314159265358/q'), [
      '314159265358 queue',
    ]);
  });

  it('are read in sentences of so much text at most', () => {
    const ids = Array.from({ length: 2_000 }, (_, i) => String(200_000_031_415 + 7_919_131 * i));
    const contexts = tell('markdown', `# AWS\n\n${ids.map((id) => `Account ${id}.`).join('\n\n')}`);
    assert.equal(contexts[0], `${ids[0] ?? ''} sentence`);
    assert.equal(contexts[ids.length - 1], `${ids[ids.length - 1] ?? ''} -`);
  });

  const sentences: readonly (readonly [text: string, context: string])[] = [
    ['On AWS, use account 314159265358.', 'sentence'],
    ['Pay to account 314159265358.', '-'],
    ['Use AWS account\n`314159265358`.', 'sentence'],
    ['Our account shop-staging (314159265358) is on AWS.', 'sentence'],
    ['314159265358 is our AWS account.', 'sentence'],
    ['| Account | Use |\n|--|--|\n| 314159265358 | EKS |', 'column'],
    ['| AWS account | 314159265358 |\n|--|--|\n| a | b |', '-'],
    ['## AWS accounts\n\n- staging: 314159265358', 'sentence'],
    ['## AWS accounts\n\nCall 314159265358 for help.', '-'],
    ['Order 314159265358 of your Amazon account came.', '-'],
    ['On EKS, use the service account 314159265358.', '-'],
    ['Transfer to the bank account 314159265358 of AWS.', '-'],
    ['The AWS account of 202511161230 is closed.', '-'],
    ['AWS is paid from the account of our bank, 314159265358.', '-'],
    ['For AWS, the account number at PayPal is 314159265358.', '-'],
    ['Set `AWS_ACCOUNT_ID=314159265358`.', 'name'],
    ['Run it with `--account-id 314159265358`.', 'name'],
    ['Set `account = 314159265358`.', '-'],
    ['```hcl\naccount = 314159265358\n```', '-'],
    ['On AWS, set `account = 314159265358`.', 'name'],
  ];
  for (const [text, context] of sentences) {
    it(`in a document: ${JSON.stringify(text)}`, () => {
      assert.deepEqual(
        tell('markdown', text).map((fact) => fact.slice(13)),
        [context],
      );
    });
  }

  const settings: readonly (readonly [text: string, context: string])[] = [
    ['accountId: 314159265358', 'name'],
    ['aws: { accounts: { staging: "314159265358" } } # amazonaws.com', 'name'],
    ['accounts: { staging: "314159265358" }', '-'],
    ['env: [{ name: ACCOUNT_ID, value: "314159265358" }]', 'name'],
    ['env: { ID: "${ACCOUNT_ID:-314159265358}" }', '-'],
    ['env: { ACCOUNT_ID: "${ACCOUNT_ID:-314159265358}" }', 'name'],
    ['args: ["--account-id=314159265358"]', 'name'],
    ['note: "runs in AWS account 314159265358"', 'sentence'],
    ['a: 1 # AWS account 314159265358', 'sentence'],
    ['account: 314159265358', '-'],
    ['serial: 314159265358', '-'],
    ['facebook: { accountId: "314159265358" }', '-'],
    ['pixel: { facebook-ads: { account_id: 314159265358 } }', '-'],
    ['stripe: { aws: { account_id: 314159265358 } }', 'name'],
    ['cloudflareApi: [{ zone: a, account_id: "314159265358" }]', '-'],
    ['facebook: { awsAccountId: "314159265358" }', 'name'],
    ['billing: { accountId: "314159265358" }', 'name'],
  ];
  for (const [text, context] of settings) {
    it(`in YAML: ${text}`, () => {
      assert.deepEqual(
        tell('yaml', text).map((fact) => fact.slice(13)),
        [context],
      );
    });
  }

  it('in a script: variables, flags, lists of them, defaults, comments and messages', () => {
    const script = [
      'ACCOUNT_ID=314159265358',
      'aws ec2 describe-images --owners 271828182845 141421356237',
      'aws x --id "${ACCOUNT_ID:-161803398874}"',
      '# account 173205080756',
      'echo "Deploys to account 223606797749"',
      'aws s3 ls s3://shop-244948974278',
    ].join('\n');
    assert.deepEqual(tell('shell', script), [
      '314159265358 name',
      '271828182845 name',
      '141421356237 name',
      '161803398874 name',
      '173205080756 sentence',
      '223606797749 sentence',
      '244948974278 -',
    ]);
  });

  it('in the output of a command, which no fence carries', () => {
    const text =
      '```console\n$ aws sts get-caller-identity\n"Arn": "arn:aws:iam::314159265358:user/kim"\n```\n';
    assert.deepEqual(tell('markdown', text), ['314159265358 arn']);
  });

  it('leave out what is part of something longer', () => {
    const others =
      '3141592653589 a314159265358 0.314159265358 314159265358.5 +314159265358 $314159265358 ' +
      '123e4567-e89b-12d3-a456-314159265358 3141-5926-5358-9793 314159265358-compute@developer.example.com';
    assert.deepEqual(digitsIn(others), []);
    assert.deepEqual(
      digitsIn('3141-5926-5358 x-314159265358-y %3A314159265358').map(({ id }) => id),
      ['314159265358', '314159265358', '314159265358'],
    );
  });

  it('leave out what everybody knows', () => {
    for (const id of [
      '123456789012',
      '111122223333',
      '602401143452',
      '000000000000',
      '112233445566',
      '123412341234',
    ]) {
      assert.ok(isPublicId(id), id);
    }
    for (const id of ['314159265358', '271828182845']) assert.ok(!isPublicId(id), id);
  });

  it('have as many stand-ins as a document needs, none of which it uses', () => {
    assert.deepEqual(standInIds('', 2), ['111122223333', '444455556666']);
    assert.deepEqual(standInIds('1111-2222-3333', 1), ['444455556666']);
    const many = standInIds('', 60);
    assert.equal(new Set(many).size, 60);
    assert.ok(many.every(isPublicId));
  });
});
