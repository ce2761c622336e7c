import assert from 'node:assert/strict';
import { commandsOf } from '../../server/facts/shell/commands';
import { imagesOf } from '../../server/facts/shell/images';
import { settingsOf } from '../../server/facts/shell/settings';
import type { CommandFact } from '../../server/facts/command';
import { valueOf } from '../../server/facts/reading';
import { shellRegion } from '../languages/shell';

function only(text: string): CommandFact {
  const [command] = commandsOf(shellRegion(text));
  assert.ok(command);
  return command;
}

/** `program | flags with =value | operands`. */
function shown(command: CommandFact): string {
  const flags = command.flags.map((f) => (f.value === undefined ? f.name : `${f.name}=${f.value.text}`));
  return [command.program, flags.join(' '), command.operands.map((w) => w.text).join(' ')].join(' | ');
}

describe('command: program, flags, operands', () => {
  const cases: readonly (readonly [text: string, expected: string])[] = [
    ['curl -fsSLo out https://h/x', 'curl | -f -s -S -L -o=out | https://h/x'],
    ['curl -u"a b" --user=c -H \'X: y\' u', 'curl | -u="a b" --user=c -H=\'X: y\' | u'],
    ['/usr/bin/curl -sS u', 'curl | -s -S | u'],
    ['kubectl apply -f x.yaml -n=ns', 'kubectl | -f=x.yaml -n=ns | apply'],
    ['kubectl logs -f pod', 'kubectl | -f | logs pod'],
    ['kubectl exec -it pod -- sh -c x', 'kubectl | -i -t | exec pod sh -c x'],
    ['docker run -it --rm -p 80:80 img sh -c x', 'docker | -i -t --rm -p=80:80 | run img sh -c x'],
    [
      'podman run -d --pod shop --secret key quay.io/shop/web:1 sh',
      'podman | -d --pod=shop --secret=key | run quay.io/shop/web:1 sh',
    ],
    ['podman pull --arch arm64 --tls-verify img', 'podman | --arch=arm64 --tls-verify | pull img'],
    ['docker run --health-start-period 5s img sh', 'docker | --health-start-period=5s | run img sh'],
    ['nerdctl run --snapshotter stargz --rm img sh', 'nerdctl | --snapshotter=stargz --rm | run img sh'],
    ['docker exec -u root c ls -l', 'docker | -u=root | exec c ls -l'],
    ['docker container run --rm -u 0 img ls -l', 'docker | --rm -u=0 | container run img ls -l'],
    ['docker service create --replicas 3 img ls -l', 'docker | --replicas=3 | service create img ls -l'],
    ['docker compose -f c.yaml up -d', 'docker | -f=c.yaml -d | compose up'],
    ['bash -c "a b" -- --c d', 'bash | -c="a b" | -- --c d'],
    ['bash -s -- --c d', 'bash | -s | --c d'],
    ['ssh -i k h ls -l', 'ssh | -i=k | h ls -l'],
    ['mysql -uroot -pabc db', 'mysql | -u=root -p=abc | db'],
    ['mysql -p db', 'mysql | -p | db'],
    ['aws s3 cp a b --recursive --acl public-read', 'aws | --recursive --acl=public-read | s3 cp a b'],
    ['java -jar x.jar', 'java | -jar=x.jar | '],
    ['openssl req -passin pass:x', 'openssl | -passin=pass:x | req'],
    [
      'eksctl create cluster --ssh-access --ssh-public-key k',
      'eksctl | --ssh-access --ssh-public-key=k | create cluster',
    ],
    ['unknown --x y -ab --z=w -', 'unknown | --x -a -b --z=w | y -'],
    ['tar xzf a -C /b', 'tar | -C=/b | xzf a'],
    ['git push -u origin main', 'git | -u | push origin main'],
    ['--ssh-access \\\n--ssh-public-key k \\', ' | --ssh-access --ssh-public-key=k | '],
    ['$TOOL -x y', '$TOOL | -x | y'],
    ['a "--x=b c" --y="d"', 'a | --x=b c --y="d" | '],
    ['X=1', ' |  | '],
  ];
  for (const [text, expected] of cases) it(text, () => assert.equal(shown(only(text)), expected));

  it('marks a flag with its value', () => {
    const text = 'eksctl create cluster --ssh-public-key \\\n  k --x';
    assert.deepEqual(
      only(text).flags.map((f) => text.slice(f.range.start, f.range.end)),
      ['--ssh-public-key \\\n  k', '--x'],
    );
  });
});

describe('command: wrappers', () => {
  const cases: readonly (readonly [text: string, program: string, wrappers: string, asRoot: boolean])[] = [
    ['sudo bash', 'bash', 'sudo', true],
    ['sudo -E -u app bash -s', 'bash', 'sudo -E -u app', false],
    ['sudo -Eu root bash', 'bash', 'sudo -Eu root', true],
    ['sudo --user=app a', 'a', 'sudo --user=app', false],
    ['sudo env A=b time nohup a', 'a', 'sudo env A=b time nohup', true],
    ['time -p a', 'a', 'time', false],
    ['timeout 5 a', 'a', 'timeout 5', false],
    ['sudo k3s kubectl get pods', 'kubectl', 'sudo k3s', true],
    ['microk8s kubectl apply -f a', 'kubectl', 'microk8s', false],
    ['microk8s.kubectl apply -f a', 'kubectl', '', false],
    ['minikube kubectl -- apply -f a', 'kubectl', 'minikube', false],
    ['minikube start', 'minikube', '', false],
    ['command -v curl', 'command', '', false],
    ['command curl x', 'curl', 'command', false],
    ['sudo -v', 'sudo', '', false],
    ['exec 3>&1', 'exec', '', false],
    ['xargs rm', 'xargs', '', false],
    ['doas a', 'a', 'doas', true],
  ];
  for (const [text, program, wrappers, asRoot] of cases) {
    it(text, () => {
      const command = only(text);
      assert.deepEqual(
        [command.program, command.wrappers.map((w) => w.value).join(' '), command.runsAsRoot],
        [program, wrappers, asRoot],
      );
      assert.equal(command.range.start, 0);
    });
  }

  it('counts the assignments of env and sudo', () => {
    const names = only('A=1 sudo B=2 env C="3 4" a').assignments.map((a) => [a.name, a.value?.value]);
    assert.deepEqual(names, [
      ['A', '1'],
      ['B', '2'],
      ['C', '3 4'],
    ]);
  });

  it('links pipes and substitutions', () => {
    const commands = commandsOf(shellRegion('bash -c "$(curl a)"; curl b | sudo sh'));
    const [bash, curl, second, sh] = commands;
    assert.equal(curl?.parent?.command, bash);
    assert.deepEqual(bash?.inner, [curl]);
    assert.equal(second?.pipedTo, sh);
    assert.equal(sh?.pipedFrom, second);
  });
});

describe('command: settings', () => {
  function settings(text: string): string[] {
    const region = shellRegion(text);
    return settingsOf(region).map((s) => {
      // A place in a list has no name: the key is the list's.
      assert.equal(s.path.filter((part) => !/^\[\d+\]$/.test(part)).at(-1), s.key);
      const value = s.value.state === 'known' ? s.value.value : '?';
      const fallback = s.fallback === undefined ? '' : ` else ${s.fallback.value}`;
      const written = text.slice(s.valueRange.start, s.valueRange.end);
      return `${s.source} ${s.path.join('/')}@${text.slice(s.keyRange.start, s.keyRange.end)}=${value} ${written}${fallback}`;
    });
  }
  const cases: readonly (readonly [text: string, ...expected: string[]])[] = [
    ['A=b', 'assignment A@A=b b'],
    ['export A="b c" D', 'assignment A@A=b c "b c"'],
    ['A=b c', 'assignment A@A=b b'],
    ['local A=$B', 'assignment A@A=? $B'],
    ['A="${B:-c}"', 'assignment A@A=? "${B:-c}" else c'],
    ['A=(b c)'],
    ['A=', 'assignment A@A= '],
    ['env A=b c', 'assignment A@A=b b'],
    ['mysql -pabc', 'flag p@p=abc abc'],
    ['a --user "b c"'],
    ['curl --user "b c" d', 'flag user@user=b c "b c"'],
    ['curl --user="b c" d', 'flag user@user=b c "b c"'],
    ['helm install --set a.b=c', 'flag set@set=a.b=c a.b=c', 'set a/b@a.b=c c'],
    [
      'helm install --set "a=b,c.d\\.e[0]=f\\,g,h={i,j}"',
      'flag set@set=a=b,c.d\\.e[0]=f\\,g,h={i,j} "a=b,c.d\\.e[0]=f\\,g,h={i,j}"',
      'set a@a=b b',
      'set c/d.e/[0]@c.d\\.e[0]=f,g f\\,g',
      'set h@h={i,j} {i,j}',
    ],
    [
      'helm install --set p="x y",q=z',
      'flag set@set=p=x y,q=z p="x y",q=z',
      'set p@p=x y "x y"',
      'set q@q=z z',
    ],
    ['helm install --set p=$X', 'flag set@set=? p=$X', 'set p@p=? $X'],
    [
      'helm install --set-json a=\'{"b":1,"c":2}\'',
      'flag set-json@set-json=a={"b":1,"c":2} a=\'{"b":1,"c":2}\'',
      'set a@a={"b":1,"c":2} \'{"b":1,"c":2}\'',
    ],
    [
      'kubectl create secret generic s --from-literal=k=v,w',
      'flag from-literal@from-literal=k=v,w k=v,w',
      'set k@k=v,w v,w',
    ],
    ['psql --set a=b', 'flag set@set=a=b a=b'],
    ['--set a=b \\', 'flag set@set=a=b a=b', 'set a@a=b b'],
  ];
  for (const [text, ...expected] of cases) it(text, () => assert.deepEqual(settings(text), expected));
});

describe('command: images', () => {
  const cases: readonly (readonly [text: string, ...images: string[]])[] = [
    ['docker run --rm -v a:/b nginx:1.27 sh', 'nginx:1.27 reference 1.27'],
    ['sudo podman pull "docker.io/library/redis"', 'docker.io/library/redis reference -'],
    ['docker container run app:latest', 'app:latest reference latest'],
    ['docker container run --rm -p 80:80 app:latest', 'app:latest reference latest'],
    ['docker service create --replicas 3 --name web app:latest', 'app:latest reference latest'],
    ['docker service update --image app:latest web', 'app:latest reference latest'],
    ['docker build -t app:latest .'],
    ['docker push app:latest'],
    ['kubectl run x --image=busybox -- sh', 'busybox reference -'],
    ['kubectl create deployment d --image nginx:latest', 'nginx:latest reference latest'],
    ['kubectl set image deploy/d c=a:1 e="b:2"', 'a:1 reference 1', 'b:2 reference 2'],
    ['docker run ${IMAGE}:latest', '${IMAGE}:latest reference latest'],
    ['helm install a b --set image.tag=latest,x=y', 'latest flag latest'],
  ];
  for (const [text, ...expected] of cases) {
    it(text, () => {
      const found = imagesOf(shellRegion(text)).map(
        (i) => `${text.slice(i.range.start, i.range.end)} ${i.shape} ${valueOf(i.tag) ?? '-'}`,
      );
      assert.deepEqual(found, expected);
    });
  }
});
