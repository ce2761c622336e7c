import assert from 'node:assert/strict';
import { fileStories, type FileStory } from '../../server/facts/fileStory';
import { integrityCheckOf } from '../../server/facts/integrity';
import { commandsOf } from '../../server/facts/shell/commands';
import { shellRegion } from '../languages/shell';

/** The stories of a document whose regions are the texts. */
function stories(...texts: readonly string[]): readonly FileStory[] {
  return fileStories(
    texts.flatMap((text) => {
      const region = shellRegion(text);
      return commandsOf(region).map((fact) => ({ fact, region }));
    }),
  );
}

const tell = (...texts: readonly string[]): readonly string[] =>
  stories(...texts).map(({ download, uses, checks }) =>
    [
      `${download.fact.file?.name ?? ''}:`,
      ...uses.map(({ fact }) => fact.kind),
      ...checks.map(({ fact }) => `${fact.kind} ${fact.method}`),
    ].join(' '),
  );

describe('downloaded files: uses', () => {
  const get = 'curl -O https://a.io/f';
  const cases: readonly (readonly [text: string, ...told: readonly string[]])[] = [
    [`${get}; cat f`, 'f: read own'],
    [`${get}; bash f`, 'f: executed'],
    [`${get}; sudo sh ./f a`, 'f: executed'],
    [`${get}; ./f`, 'f: executed'],
    [`${get}; . ./f`, 'f: executed'],
    [`${get}; bash < f`, 'f: executed'],
    [`${get}; cat f | bash`, 'f: executed'],
    [`${get}; python3 f`, 'f: executed'],
    [`${get}; f`, 'f:'],
    [`${get}; bash g`, 'f:'],
    [`${get}; bash -c f`, 'f:'],
    [`${get}; chmod +x f`, 'f: madeExecutable'],
    [`${get}; chmod 0755 ./f`, 'f: madeExecutable'],
    [`${get}; chmod u+rwx f`, 'f: madeExecutable'],
    [`${get}; chmod 644 f`, 'f:'],
    [`${get}; chmod -x f`, 'f:'],
    [`${get}; sudo install -m 0755 f /usr/local/bin/f`, 'f: installed'],
    [`${get}; sudo mv f /usr/local/bin`, 'f: installed'],
    [`${get}; mv f ~/bin/g`, 'f: installed'],
    [`${get}; mv f g; bash g`, 'f: executed'],
    [`${get}; mv f g; bash f`, 'f: executed'],
    [`${get}; sudo dpkg -i f`, 'f: packageInstalled'],
    [`${get}.deb; sudo apt-get install -y ./f.deb`, 'f.deb: packageInstalled'],
    [`${get}.yaml; kubectl apply -f f.yaml`, 'f.yaml: applied'],
    [`${get}.tgz; tar xzf f.tgz`, 'f.tgz: unpacked'],
    [`${get}.tgz; tar tzf f.tgz`, 'f.tgz:'],
    [`${get}.tgz; tar xzf f.tgz; sudo mv f /usr/local/bin`, 'f.tgz: unpacked installed'],
    [`${get}.tgz; tar xzf f.tgz; ls f`, 'f.tgz: unpacked'],
    [`${get}.tgz; sudo tar -C /usr/local -xzf f.tgz`, 'f.tgz: installed'],
    [`${get}.tgz; sudo tar xzvfC f.tgz /usr/local/bin`, 'f.tgz: installed'],
    [`${get}.tgz; tar xzvCf /usr/local/bin f.tgz`, 'f.tgz: installed'],
    [`${get}.tgz; tar xzvfC f.tgz /tmp`, 'f.tgz: unpacked'],
    [`${get}.json; aws iam create-policy --policy-document file://f.json`, 'f.json: applied'],
    [`${get}.json; aws iam put-role-policy --policy-document=file://./f.json`, 'f.json: applied'],
    [`${get}.yaml; aws cloudformation deploy --template-file f.yaml --stack-name f`, 'f.yaml: applied'],
    [`${get}.yaml; aws cloudformation validate-template --template-body file://f.yaml`, 'f.yaml:'],
    [`${get}.yaml; eksctl create cluster -f f.yaml`, 'f.yaml: applied'],
    [`${get}.yaml; eksctl delete cluster -f f.yaml`, 'f.yaml:'],
    [`${get}.yaml; kubectl patch deployment g --patch-file f.yaml`, 'f.yaml: applied'],
    [`${get}.yaml; kubectl create configmap g --from-file=f.yaml`, 'f.yaml:'],
    [`${get}.json; az role definition create --role-definition @f.json`, 'f.json: applied'],
    [`${get}.yaml; gcloud iam roles create g --file f.yaml`, 'f.yaml: applied'],
    [`${get}.json; jq . f.json`, 'f.json:'],
    [`${get}.gz; gunzip f.gz; chmod +x f`, 'f.gz: unpacked madeExecutable'],
    [`${get}.zip; unzip f.zip; sudo ./f/install`, 'f.zip: unpacked executed'],
    [`${get}.zip; unzip -l f.zip`, 'f.zip:'],
    [`D=f; curl -o "$D" https://a.io/x; bash "\${D}"`, '$D: executed'],
    [`D=f; curl -o "$D" https://a.io/x; bash f`, '$D: executed'],
    [`export V=1; curl -O https://a.io/f-$V; bash f-1`, 'f-$V: executed'],
    [`curl -O https://a.io/f-$V; bash ./f-\${V}`, 'f-$V: executed'],
    [`curl -o /tmp/f https://a.io/x; bash /tmp/f`, '/tmp/f: executed'],
    [`curl -o /tmp/f https://a.io/x; bash /opt/f`, '/tmp/f:'],
    [`${get}; ${get}; bash f`, 'f:', 'f: executed'],
    [`${get}; curl -o f https://a.io/arm64; chmod +x f`, 'f: madeExecutable', 'f: madeExecutable'],
    [`${get}; bash f; curl -o f https://a.io/b; bash f`, 'f: executed', 'f: executed'],
    [`${get}.zip; unzip f.zip -d /usr/local/bin`, 'f.zip: installed'],
    [`${get}.zip; unzip f.zip -d /tmp`, 'f.zip: unpacked'],
    [`${get}.tgz; tar xzf f.tgz; . <(g)`, 'f.tgz: unpacked'],
    [`${get}.tgz{,.sha256}; tar xzf f.tgz; bash f`, 'f.tgz{,.sha256}: unpacked executed'],
  ];
  for (const [text, ...told] of cases) it(text, () => assert.deepEqual(tell(text), told));

  it('go on in other regions', () => {
    assert.deepEqual(tell('curl -O https://a.io/f', 'echo', 'bash f'), ['f: executed']);
  });

  it('are over before a check of another snippet that names nothing', () => {
    const check = 'sha256sum -c SHA256SUMS';
    const get = 'curl -O https://a.io/f';
    assert.deepEqual(tell(get, check, 'bash f'), ['f: executed compared sha256']);
    assert.deepEqual(tell(`${get}; bash f`, check), ['f: executed']);
    assert.deepEqual(tell(`${get}; bash f; ${check}`), ['f: executed compared sha256']);
  });

  it('keep to the archive that was unpacked last', () => {
    const get = (name: string): string => `curl -O https://a.io/${name}.tgz; tar xzf ${name}.tgz`;
    assert.deepEqual(tell(get('f'), `${get('g')}; make`), ['f.tgz: unpacked', 'g.tgz: unpacked executed']);
  });

  it('are those of either address where one line is for one system', () => {
    const [amd, arm] = stories('curl -o f https://a.io/amd; curl -o f https://a.io/arm', 'bash f');
    assert.deepEqual([amd?.isAlternative, arm?.isAlternative], [true, true]);
  });
});

describe('downloaded files: checks', () => {
  const get = 'curl -O https://a.io/f';
  const cases: readonly (readonly [text: string, ...told: readonly string[]])[] = [
    [`${get}; echo "$S  f" | sha256sum --check`, 'f: compared sha256'],
    [`${get}; echo "$S *f" | sha256sum -c`, 'f: compared sha256'],
    [`${get}; printf '%s  %s\\n' "$S" f | sha256sum -c`, 'f: compared sha256'],
    [`${get}; sha256sum -c <<< "$S  f"`, 'f: compared sha256'],
    [`${get}; shasum -a 512 --check sums`, 'f: compared sha512'],
    [`${get}; ${get}.sha256; sha256sum -c f.sha256`, 'f: compared sha256', 'f.sha256: compared sha256'],
    [`${get}; curl -O https://a.io/g; sha256sum -c g.sha256`, 'f:', 'g: compared sha256'],
    [`${get}; curl -O https://a.io/g; sha256sum -c SHA256SUMS`, 'f: compared sha256', 'g: compared sha256'],
    [`${get}{,.sha256sum}; sha256sum --check f.sha256sum`, 'f{,.sha256sum}: compared sha256'],
    [`${get}; md5sum -c sums`, 'f: compared md5'],
    [`${get}; sha256sum f`, 'f: shown sha256'],
    [`${get}; sha256sum f > sums`, 'f:'],
    [`${get}; sha256sum f | grep "$S"`, 'f: compared sha256'],
    [`${get}; [ "$(sha256sum f | cut -d' ' -f1)" = "$S" ]`, 'f: compared sha256'],
    [`${get}; if [[ "$(sha256sum f | awk '{print $1}')" != "$S" ]]; then exit 1; fi`, 'f: compared sha256'],
    [`${get}; [[ $(sha256sum f) == "$S "* ]] || exit 1`, 'f: compared sha256'],
    [`${get}; case "$(sha256sum f)" in "$S "*) ;; *) exit 1 ;; esac`, 'f: compared sha256'],
    [`fits() { echo "$2  $1" | sha256sum -c; }; ${get}; fits f "$S" || exit 1`, 'f: compared own'],
    [
      `function fits { [ "$(sha256sum "$1" | cut -d' ' -f1)" = "$2" ]; }; ${get}; fits f "$S"`,
      'f: compared own',
    ],
    [`fits() { test -s "$1"; }; ${get}; fits f`, 'f:'],
    [`${get}; H=$(openssl dgst -sha256 -r f)`, 'f: compared sha256'],
    [`${get}; echo "$S  f" | sha256sum -check`, 'f: malformed sha256'],
    [`${get}; gpg --verify f.asc f`, 'f: compared signature'],
    [`${get}; gpg --verify f.asc`, 'f: compared signature'],
    [`${get}; gpg --import f`, 'f:'],
    [`${get}; cosign verify-blob --bundle b f`, 'f: compared signature'],
    [`${get}; minisign -Vm f -P k`, 'f: compared signature'],
    [`${get}; gh attestation verify f --repo o/r`, 'f: compared signature'],
    [`${get}; slsa-verifier verify-artifact f --source-uri x`, 'f: compared signature'],
    [`${get}; verify_checksum f`, 'f: compared own'],
    [`${get}; rhash --check sums`, 'f: compared own'],
    [`${get}; cksum -a sha256 --check sums`, 'f: compared sha256'],
    [`${get}; cksum --algorithm=blake2b -c sums`, 'f: compared blake2b'],
    [`${get}; gh release verify-asset v1.4.2 f`, 'f: compared signature'],
    [`${get}; sq verify --signature-file f.sig f`, 'f: compared signature'],
    [`${get}; less f`, 'f: read own'],
    [`${get}; sh f --dry-run`, 'f: executed read own'],
    [`${get}; less g`, 'f:'],
    [`curl -O https://a.io/f -O https://a.io/g; echo "$S  g" | sha256sum -c`, 'f:', 'g: compared sha256'],
    [
      `curl -O https://a.io/f -O https://a.io/g; sha256sum -c sums`,
      'f: compared sha256',
      'g: compared sha256',
    ],
    [`sha256sum -c sums; ${get}`, 'f:'],
  ];
  for (const [text, ...told] of cases) it(text, () => assert.deepEqual(tell(text), told));

  it('a check that only lists is none', () => {
    const [command] = commandsOf(shellRegion('sha256sum'));
    assert.ok(command);
    assert.equal(integrityCheckOf(command), undefined);
  });
});

describe('downloaded files: cost', () => {
  const time = (text: string): number => {
    const region = shellRegion(text);
    const placed = commandsOf(region).map((fact) => ({ fact, region }));
    // CPU time: other programs may be at work.
    const start = process.cpuUsage();
    fileStories(placed);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  };
  const hostile: readonly (readonly [string, (n: number) => string])[] = [
    ['the same name in ever other folders', (n) => `curl -o /${n}/f https://a.io/x\nbash f\n`],
    ['checks that name nothing', (n) => `curl -O https://a.io/f${n}\nsha256sum -c sums\n`],
    ['archives that nothing is made of', (n) => `curl -O https://a.io/f${n}.tgz\ntar xf f${n}.tgz\nmake\n`],
    ['variables that double', () => 'A=$A$A\nB=$A$A\nA=$B$B\ncurl -O https://a.io/$A\n'],
  ];
  for (const [name, line] of hostile) {
    it(`does not explode with ${name}`, () => {
      const text = Array.from({ length: 4000 }, (_, n) => line(n)).join('');
      assert.ok(time(text) < 1500, name);
    });
  }
});
