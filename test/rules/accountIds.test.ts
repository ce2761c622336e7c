import assert from 'node:assert/strict';
import { analyze, findingsOf, guide, offersOf } from './document';
import { fixesOf } from '../../server/engine/fixes';

const rule = 'aws-account-id';
const id = '314159265358';
const host = `${id}.dkr.ecr.eu-west-1.amazonaws.com`;
const title = 'Replace the id everywhere in this document';

/** Whether the fix of each account may be applied unattended. */
function offers(text: string): readonly string[] {
  const analysis = analyze('guide.md', text);
  return findingsOf(analysis, rule).map((finding) => {
    const fixes = fixesOf(analysis, finding);
    assert.deepEqual(
      fixes.map((fix) => fix.title),
      [title],
      text,
    );
    return fixes[0]?.applicability ?? '';
  });
}

const statement = (principal: string): string =>
  guide(
    'json',
    `{\n  "Statement": [\n    {\n      "Effect": "Allow",\n      "Principal": { ${principal} },\n      "Action": "sts:AssumeRole"\n    }\n  ]\n}`,
  );

describe('replacing the id of an account', () => {
  const own: readonly (readonly [string, string])[] = [
    ['in a sentence', `Our AWS account is ${id}.`],
    ['of a role', `# AWS\n\nThe deployer is \`arn:aws:iam::${id}:role/deployer\`.`],
    ['of a service account', guide('yaml', `eks.amazonaws.com/role-arn: arn:aws:iam::${id}:role/shop`)],
    [
      'in the name of a variable',
      guide('bash', `export AWS_ACCOUNT_ID=${id}\ndocker pull ${host}/shop:1.4.2`),
    ],
    [
      'of a registry that the document pushes to',
      guide('bash', `docker build -t ${host}/shop:1.4.2 .\ndocker push ${host}/shop:1.4.2`) +
        guide('yaml', `image: ${host}/shop:1.4.2`),
    ],
    [
      'of a registry where the same account holds the cluster',
      `\`arn:aws:eks:eu-west-1:${id}:cluster/shop\`\n\n` + guide('yaml', `image: ${host}/shop:1.4.2`),
    ],
    [
      'of the provider of identities',
      statement(`"Federated": "arn:aws:iam::${id}:oidc-provider/oidc.example.com"`),
    ],
    [
      'that the command line prints',
      guide('json', `{ "UserId": "AIDA", "Account": "${id}", "Arn": "arn:aws:iam::${id}:user/kim" }`),
    ],
    [
      'in a policy that allows something about it',
      guide(
        'json',
        `{ "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:${id}:orders" }`,
      ),
    ],
    [
      'of a registry where a service account takes a role of the same account',
      guide('yaml', `eks.amazonaws.com/role-arn: arn:aws:iam::${id}:role/shop`) +
        guide('yaml', `image: ${host}/shop:1.4.2`),
    ],
    [
      'of a registry where a workflow takes a role of the same account',
      guide('yaml', `role-to-assume: arn:aws:iam::${id}:role/shop`) +
        guide('bash', `docker pull ${host}/shop:1`),
    ],
    [
      'of a registry whose images get its name by a tag',
      guide('bash', `docker tag shop:1.4.2 ${host}/shop:1.4.2`) + guide('yaml', `image: ${host}/shop:1.4.2`),
    ],
    ['of a stage', guide('bash', `PROD_ACCOUNT_ID=${id} # AWS`)],
    [
      'in a link to the console',
      `See https://eu-west-1.console.aws.amazon.com/iam/home?arn=arn:aws:iam::${id}:role/x`,
    ],
    ['of a registry that the reader only pulls from', guide('bash', `docker pull ${host}/agent:3.1.0`)],
    [
      'of a registry after a login',
      guide(
        'bash',
        `aws ecr get-login-password | docker login --username AWS --password-stdin ${host}\ndocker pull ${host}/agent:3.1.0`,
      ),
    ],
    ['of an image', guide('yaml', `image: ${host}/agent:3.1.0`)],
    ['of a chart', guide('bash', `helm install agent oci://${host}/agent --version 3.1.0`)],
    ['of an image in a language that is not read', guide('dockerfile', `FROM ${host}/base:3.1.0`)],
    [
      'of a role to assume',
      guide(
        'bash',
        `aws sts assume-role --role-arn arn:aws:iam::${id}:role/collector --role-session-name shop`,
      ),
    ],
    [
      'of a registry, by its id',
      guide('bash', `aws ecr describe-images --registry-id ${id} --repository-name agent`),
    ],
    [
      'of a repository that a policy reads',
      guide(
        'json',
        `{ "Effect": "Allow", "Action": "ecr:BatchGetImage", "Resource": "arn:aws:ecr:eu-west-1:${id}:repository/agent" }`,
      ),
    ],
    [
      'of a queue',
      guide('bash', `aws sqs receive-message --queue-url https://sqs.eu-west-1.amazonaws.com/${id}/x`),
    ],
    ['of an image that is copied', guide('bash', `skopeo copy docker://${host}/agent:1 dir:agent`)],
    ['of an image that gets another name', guide('bash', `docker tag ${host}/agent:1 agent:1`)],
    ['of an image to build on', guide('bash', `docker build --build-arg BASE=${host}/base:1 .`)],
    [
      'of a role that Terraform assumes',
      guide('hcl', `assume_role {\n  role_arn = "arn:aws:iam::${id}:role/x"\n}`),
    ],
  ];
  for (const [name, text] of own) it(`${name} is safe`, () => assert.deepEqual(offers(text), ['safe']));

  const others: readonly (readonly [string, string])[] = [
    ['of who publishes machine images', guide('bash', `aws ec2 describe-images --owners ${id}`)],
    [
      'of one of several who do',
      `Our AWS account is ${id}.\n\n` + guide('bash', `aws ec2 describe-images --owners amazon ${id}`),
    ],
    [
      'of who does, as a filter',
      `Our AWS account is ${id}.\n\n` +
        guide('bash', `aws ec2 describe-images --filters Name=owner-id,Values=${id}`),
    ],
    [
      'of who does, in Terraform',
      `Our AWS account is ${id}.\n\n` + guide('hcl', `data "aws_ami" "base" {\n  owners = ["${id}"]\n}`),
    ],
    ['of who does, as a list', guide('yaml', `owners:\n  - "${id}"\nregion: AWS`)],
    ['of who does, in the name of an image', guide('yaml', `amiSelectorTerms:\n  - owner: "${id}" # AWS`)],
    ['that a policy trusts', statement(`"AWS": "arn:aws:iam::${id}:root"`)],
    ['that a policy trusts by its digits', statement(`"AWS": "${id}"`)],
    ['that a policy trusts, as a role', statement(`"AWS": ["arn:aws:iam::${id}:role/collector"]`)],
    [
      'that a policy trusts, in Terraform',
      guide('hcl', `principals {\n  type        = "AWS"\n  identifiers = ["arn:aws:iam::${id}:root"]\n}`),
    ],
    [
      'beside an external id',
      `Create a role for AWS account ${id}.\n\n` +
        guide('json', '{ "Condition": { "StringEquals": { "sts:ExternalId": "shop" } } }'),
    ],
    [
      'that a function lets in',
      `Our AWS account is ${id}.\n\n` +
        guide('bash', `aws lambda add-permission --function-name shop --principal ${id}`),
    ],
    [
      'of a layer',
      guide(
        'bash',
        `aws lambda update-function-configuration --function-name shop --layers arn:aws:lambda:eu-west-1:${id}:layer:agent:12`,
      ),
    ],
    ['of a published application', `Deploy \`arn:aws:serverlessrepo:us-east-1:${id}:applications/agent\`.`],
    [
      'of a topic to subscribe to',
      guide('bash', `aws sns subscribe --topic-arn arn:aws:sns:us-east-1:${id}:releases --protocol sqs`),
    ],
    [
      'in the address of a download',
      `AWS account ${id}.\n\n` +
        guide('bash', `curl -fsSLO https://releases-${id}.s3.amazonaws.com/agent.tar.gz`),
    ],
    ['in a bucket', `AWS account ${id}.\n\n` + guide('bash', `aws s3 cp s3://releases-${id}/agent.tar.gz .`)],
    [
      'in a bucket that a backend names',
      `AWS account ${id}.\n\n` + guide('hcl', `backend "s3" {\n  bucket = "state-${id}"\n}`),
    ],
    ['that a sentence asks to trust', `Let our AWS account ${id} assume the role: trust it in the policy.`],
    ['that a sentence asks to allow', `Allow the AWS account ${id} to read the bucket.`],
    ['to share something with', `Share the snapshot with AWS account ${id}.`],
    ['whose owner is named', `Images are in Acme's AWS account ${id}.`],
    ['whose owner is named in front', `The images are in the Acme AWS account (${id}).`],
    ['of a vendor', `The vendor has the AWS account ${id}.`],
    ['of who publishes something', `The layers are published in AWS account ${id}.`],
    ['by region', `# AWS\n\n| Region | Account |\n|--|--|\n| eu-west-1 | ${id} |`],
    ['by region, in a map', guide('yaml', `# AWS\naccounts:\n  eu-west-1: "${id}"`)],
    [
      'of the other side of a peering',
      guide('bash', `aws ec2 create-vpc-peering-connection --vpc-id vpc-1 --peer-owner-id ${id}`),
    ],
    [
      'of a function behind a custom resource',
      guide(
        'yaml',
        `Type: Custom::Agent\nProperties:\n  ServiceToken: arn:aws:lambda:eu-west-1:${id}:function:agent`,
      ),
    ],
    ['on the page where its users sign in', `Sign in at https://${id}.signin.aws.amazon.com/console.`],
    [
      'in a link that changes the role',
      `On AWS: https://signin.aws.amazon.com/switchrole?account=${id}&roleName=x`,
    ],
    [
      'in a link that creates a stack',
      `AWS account ${id}.\n\nhttps://console.aws.amazon.com/cloudformation/home#/stacks/new?templateURL=https://x-${id}.s3.amazonaws.com/x.yaml`,
    ],
    [
      'as the parameter of a link that creates a stack',
      `AWS account ${id}.\n\nhttps://console.aws.amazon.com/cloudformation/home#/stacks/new?param_Account=${id}`,
    ],
    ['in the address of Hadoop', `AWS account ${id}.\n\n` + guide('bash', `hadoop fs -cat s3a://x-${id}/y`)],
    ['under the name of somebody else', guide('bash', `export FERRYBOOK_AWS_ACCOUNT_ID=${id}`)],
    ['under the name of somebody else, as a setting', guide('yaml', `# AWS\nferrybookAccountId: "${id}"`)],
    ['by region, in words', `# AWS\n\n| Region | Account |\n|--|--|\n| US East (Ohio) | ${id} |`],
    ['in the front matter', `---\naws_account_id: "${id}"\n---\n\n# Guide\n`],
    ['that the reader is to enter', `Select **Another AWS account** and enter \`${id}\` as the account ID.`],
    [
      'that reads from the account of the reader',
      `Our AWS account ${id} reads from the bucket of your account.`,
    ],
    ['of a public image', `Use the public AMI of AWS account ${id}.`],
    ['that something is shared by', `The subnets are shared by AWS account ${id}.`],
    ['that invites', `Accept the invitation from AWS account ${id}.`],
    ['of a destination of logs', `Send it to \`arn:aws:logs:eu-west-1:${id}:destination:x\`.`],
    ['of a bus of events', `Put it on \`arn:aws:events:eu-west-1:${id}:event-bus/x\`.`],
    ['of a snapshot', `Restore \`arn:aws:rds:eu-west-1:${id}:cluster-snapshot:x\`.`],
    [
      'of a service behind a private link',
      `Ask \`arn:aws:ec2:eu-west-1:${id}:vpc-endpoint-service/vpce-svc-1\`.`,
    ],
  ];

  for (const [name, text] of others) {
    it(`${name} needs a person`, () => assert.deepEqual(offers(text), ['review'], text));
  }

  it('is safe for two accounts, and needs a person for a list of them', () => {
    const rows = ['314159265358', '271828182845', '141421356237', '161803398874'];
    const table = (count: number): string =>
      `# AWS accounts\n\n${rows
        .map((row) => `- stage: ${row}\n`)
        .slice(0, count)
        .join('')}`;
    assert.deepEqual(offers(table(2)), ['safe', 'safe']);
    assert.deepEqual(offers(table(4)), ['review', 'review', 'review', 'review']);
  });

  it('needs a person for the one account that the reader needs, and is safe for the other', () => {
    const text = `The deployer is \`arn:aws:iam::271828182845:role/deployer\`.\n\n${guide('bash', `aws ec2 describe-images --owners ${id}`)}`;
    assert.deepEqual(offers(text), ['safe', 'review']);
  });

  for (const language of ['hcl', 'python', 'bash', 'text']) {
    it(`is no bulk fix for a bad example in ${language}`, () => {
      const fence = guide(language, `role = "arn:aws:iam::${id}:role/x"`, '❌ Bad:\n\n');
      assert.deepEqual(offersOf(analyze('guide.md', fence), rule), [`review ${title}`]);
    });
  }

  it('looks at the account where it is not shown as wrong', () => {
    const arn = `role = "arn:aws:iam::${id}:role/x"`;
    const text = `${guide('hcl', arn, '❌ Bad:\n\n')}\nIt is \`arn:aws:iam::${id}:role/x\`.\n`;
    const analysis = analyze('guide.md', text);
    assert.equal(findingsOf(analysis, rule)[0]?.badExample, undefined);
    assert.deepEqual(offers(text), ['safe']);
  });
});
