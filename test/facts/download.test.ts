import assert from 'node:assert/strict';
import { downloadsOf, extractDownloads, remoteName, type DownloadFact } from '../../server/facts/download';
import { commandsOf } from '../../server/facts/shell/commands';
import { shellRegion } from '../languages/shell';

function downloads(text: string): readonly DownloadFact[] {
  return extractDownloads(commandsOf(shellRegion(text)));
}

describe('download: where it goes', () => {
  const cases: readonly (readonly [command: string, url: string, file: string | undefined])[] = [
    ['curl https://a.io/x', 'https://a.io/x', undefined],
    ['curl -o f https://a.io/x', 'https://a.io/x', 'f'],
    ['curl -fsSLof https://a.io/x', 'https://a.io/x', 'f'],
    ['curl --output=f https://a.io/x', 'https://a.io/x', 'f'],
    ['curl https://a.io/x -o "$F"', 'https://a.io/x', '$F'],
    ['curl -O https://a.io/d/x.tgz?y=1#z', 'https://a.io/d/x.tgz?y=1#z', 'x.tgz'],
    ['curl -LO --output-dir /tmp https://a.io/x', 'https://a.io/x', '/tmp/x'],
    ['curl -o- https://a.io/x', 'https://a.io/x', undefined],
    ['curl -o - https://a.io/x', 'https://a.io/x', undefined],
    ['curl -o /dev/null https://a.io/x', 'https://a.io/x', undefined],
    ['curl -s --url https://a.io/x -O', 'https://a.io/x', 'x'],
    ['curl https://a.io/x > f', 'https://a.io/x', 'f'],
    ['curl https://a.io/x 2> f', 'https://a.io/x', undefined],
    ['curl https://a.io/x | tee f', 'https://a.io/x', 'f'],
    ['curl https://a.io/x | sudo tee f > /dev/null', 'https://a.io/x', 'f'],
    ['curl https://a.io/x.gz | gunzip > f', 'https://a.io/x.gz', 'f'],
    ['curl https://a.io/x | jq .v > f', 'https://a.io/x', undefined],
    ['/usr/bin/curl -O https://a.io/x', 'https://a.io/x', 'x'],
    ['curl.exe -O https://a.io/x', 'https://a.io/x', 'x'],
    ['sudo curl -O https://a.io/x', 'https://a.io/x', 'x'],
    ['wget https://a.io/d/x', 'https://a.io/d/x', 'x'],
    ['wget -qO- https://a.io/x', 'https://a.io/x', undefined],
    ['wget -q -O f https://a.io/x', 'https://a.io/x', 'f'],
    ['wget -P /tmp/ https://a.io/x', 'https://a.io/x', '/tmp/x'],
    ['wget --spider https://a.io/x', 'https://a.io/x', undefined],
    ['iwr https://a.io/x -OutFile f', 'https://a.io/x', 'f'],
    ['irm https://a.io/x', 'https://a.io/x', undefined],
  ];
  for (const [command, url, file] of cases) {
    it(command, () => {
      const [download] = downloads(command);
      assert.equal(download?.url.value, url);
      assert.equal(download.file?.name, file);
    });
  }

  it('each address of a command is a download of its own', () => {
    const found = downloads('curl -LO https://a.io/x -o f https://a.io/y https://a.io/z');
    assert.deepEqual(
      found.map(({ url, file }) => [url.value, file?.name]),
      [
        ['https://a.io/x', 'x'],
        ['https://a.io/y', 'f'],
        ['https://a.io/z', undefined],
      ],
    );
    assert.equal(downloads('wget https://a.io/x https://a.io/y').length, 2);
  });

  it('other programs download nothing', () =>
    assert.deepEqual(downloads('git clone https://a.io/x; echo curl'), []));

  it('is the same object each time', () => {
    const [command] = commandsOf(shellRegion('curl https://a.io/x'));
    assert.ok(command);
    assert.equal(downloadsOf(command), downloadsOf(command));
  });

  it('a slash inside an expansion is none of the name', () => {
    assert.equal(remoteName('https://a.io/$(curl https://b.io/c)/x'), 'x');
    assert.equal(remoteName('https://a.io/x-$(cat a/b)'), 'x-$(cat a/b)');
    assert.equal(remoteName('https://a.io/${V%/*}'), '${V%/*}');
    assert.equal(remoteName('https://a.io/'), '');
  });
});

describe('download: whether it fails on an error page', () => {
  const cases: readonly (readonly [string, boolean])[] = [
    ['curl https://a.io/x', false],
    ['curl -sSL https://a.io/x', false],
    ['curl -fsSL https://a.io/x', true],
    ['curl --fail https://a.io/x', true],
    ['curl --fail-with-body https://a.io/x', true],
    ['curl -H f https://a.io/x', false],
    ['wget https://a.io/x', true],
  ];
  for (const [command, fails] of cases) {
    it(command, () => assert.equal(downloads(command)[0]?.failsOnError, fails));
  }
});

describe('download: what takes it in', () => {
  const u = 'https://a.io/x';
  const cases: readonly (readonly [command: string, kind: string | undefined, via?: string])[] = [
    [`curl ${u} | bash`, 'interpreter', 'pipe'],
    [`curl ${u} | sudo -E bash -`, 'interpreter', 'pipe'],
    [`curl ${u} | sh -s -- -b /usr/local/bin`, 'interpreter', 'pipe'],
    [`curl ${u} | A=b sh -s x`, 'interpreter', 'pipe'],
    [`curl ${u} | env A=b /bin/zsh`, 'interpreter', 'pipe'],
    [`curl ${u} | bash -x`, 'interpreter', 'pipe'],
    [`curl ${u} | bash /dev/stdin a`, 'interpreter', 'pipe'],
    [`curl ${u} | tee x.sh | bash`, 'interpreter', 'pipe'],
    [`curl ${u} | sed s/a/b/ | bash`, 'interpreter', 'pipe'],
    [`curl ${u} | jq -r .script | sh`, 'interpreter', 'pipe'],
    [`curl ${u} | python3 -`, 'interpreter', 'pipe'],
    [`curl ${u} | python3.14 - --yes`, 'interpreter', 'pipe'],
    [`curl ${u} | perl`, 'interpreter', 'pipe'],
    [`curl ${u} | node`, 'interpreter', 'pipe'],
    [`iwr ${u} -useb | iex`, 'interpreter', 'pipe'],
    [`curl ${u} | bash setup.sh`, undefined],
    [`curl ${u} | bash -c cat`, undefined],
    [`curl ${u} | python3 -c 'import sys'`, undefined],
    [`curl ${u} | python3 -m json.tool`, undefined],
    [`curl ${u} | perl -pe s/a/b/`, undefined],
    [`curl ${u} | perl -ne print`, undefined],
    [`curl ${u} | ruby -rjson -e 'p 1'`, undefined],
    [`curl ${u} | node -p 1`, undefined],
    [`bash -c "$(curl ${u})"`, 'interpreter', 'substitution'],
    [`sh -c "$(curl ${u})" "" --x`, 'interpreter', 'substitution'],
    [`bash <(curl ${u}) a`, 'interpreter', 'process'],
    [`bash < <(curl ${u})`, 'interpreter', 'process'],
    [`bash <<< "$(curl ${u})"`, 'interpreter', 'substitution'],
    [`source <(curl ${u})`, 'interpreter', 'process'],
    [`. <(wget -qO- ${u})`, 'interpreter', 'process'],
    [`eval "$(curl ${u})"`, 'interpreter', 'substitution'],
    [`sh -c \`curl ${u}\``, 'interpreter', 'backticks'],
    [`python -c "$(curl ${u})"`, 'interpreter', 'substitution'],
    [`bash -ec "$(curl ${u})"`, 'interpreter', 'substitution'],
    [`bash setup.sh "$(curl ${u})"`, undefined],
    [`bash -o "$(curl ${u})"`, undefined],
    [`curl ${u} 2>/dev/null | bash`, 'interpreter', 'pipe'],
    [`bash -c 'echo "$1"' x "$(curl ${u})"`, undefined],
    [`bash -c "echo $(curl ${u})"`, undefined],
    [`echo "$(curl ${u})"`, undefined],
    [`diff <(curl ${u}) f`, undefined],
    [`V=$(curl ${u})`, undefined],
    [`eval "$(curl ${u} > f)"`, undefined],
    [`curl ${u} | tar xz`, 'archive', 'pipe'],
    [`curl ${u} | sudo tar -C /opt -xzf -`, 'archive', 'pipe'],
    [`curl ${u} | tar --extract --gzip`, 'archive', 'pipe'],
    [`curl ${u} | tar tz`, undefined],
    [`curl ${u} | tar xzO`, undefined],
    [`curl ${u} | tar xzf other.tgz`, undefined],
    [`curl ${u} | sudo tee /usr/local/bin/x > /dev/null`, 'program', 'pipe'],
    [`curl ${u} | gunzip > ~/.local/bin/x`, 'program', 'pipe'],
    [`curl ${u} | bsdtar -xf- -C /opt`, 'archive', 'pipe'],
    [`curl ${u} | tee notes.txt`, undefined],
    [`curl ${u} | sudo apt-key add -`, 'key', 'pipe'],
    [`curl ${u} | gpg --dearmor -o x.gpg`, 'key', 'pipe'],
    [`curl ${u} | gpg --import`, undefined],
    [`curl ${u} | kubectl apply -f -`, 'manifest', 'pipe'],
    [`curl ${u} | kubectl apply -n a -f -`, 'manifest', 'pipe'],
    [`curl ${u} | kubectl apply --dry-run=client -f -`, undefined],
    [`curl ${u} | kubectl delete -f -`, undefined],
    [`curl ${u} | kubectl apply -f other.yaml`, undefined],
    [`curl -o f ${u} | bash`, undefined],
    [`curl ${u} | less`, undefined],
    [`curl ${u} | sha256sum`, undefined],
    [`curl ${u} && bash`, undefined],
  ];
  for (const [command, kind, via] of cases) {
    it(command, () => {
      const [download] = downloads(command);
      assert.equal(download?.intake?.kind, kind);
      if (via !== undefined) assert.equal(download?.intake?.via, via);
    });
  }
});
