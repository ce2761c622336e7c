import assert from 'node:assert/strict';
import { embedShell } from '../../server/languages/shell/embed';
import { applyEdits } from '../../server/text/edit';
import { mapEdit, mapRange } from '../../server/text/sourceMap';
import { parse, plainContext } from './shell';

function embeds(text: string) {
  return embedShell(parse(text), text, plainContext);
}

function shown(text: string): string[] {
  return embeds(text).map((e) => {
    // What is verbatim must be the same characters in both texts.
    for (const s of e.map.segments.filter((s) => s.verbatim)) {
      assert.equal(e.text.slice(s.at, s.at + s.length), text.slice(s.parentAt, s.parentAt + s.length));
    }
    const file = e.context.fileName === '' ? '' : ` ${e.context.fileName}`;
    return `${e.context.carrier} ${e.language}${file}${e.map.editable ? '' : ' fixed'}: ${e.text}`;
  });
}

describe('shell: heredocs', () => {
  const cases: readonly (readonly [text: string, ...expected: string[]])[] = [
    ['cat <<EOF > a.yaml\nb: c\nEOF\n', 'heredoc yaml a.yaml: b: c\n'],
    ["cat >> d/a.sh <<'EOF'\nls\nEOF", 'heredoc shell d/a.sh: ls\n'],
    ['cat > .env <<EOF\nA=b\nEOF', 'heredoc dotenv .env: A=b\n'],
    ['sudo tee /etc/x.json <<EOF >/dev/null\n{}\nEOF', 'heredoc json /etc/x.json: {}\n'],
    ['cat <<EOF | sudo tee a.yaml\nb: c\nEOF', 'heredoc yaml a.yaml: b: c\n'],
    ['cat <<EOF > main.tf\nkind: c\nEOF'],
    ['cat <<EOF | kubectl apply -f -\nb: c\nEOF', 'heredoc yaml: b: c\n'],
    ['kubectl apply -f - <<EOF\n{"b": 1}\nEOF', 'heredoc json: {"b": 1}\n'],
    ['envsubst <<EOF | kubectl apply -f -\nb: c\nEOF', 'heredoc yaml: b: c\n'],
    ['eksctl create cluster -f - <<EOF\nb: c\nEOF', 'heredoc yaml: b: c\n'],
    ['bash -s <<EOF\nls\nEOF', 'heredoc shell: ls\n'],
    ['ssh h sudo sh <<"EOF"\nls\nEOF', 'heredoc shell: ls\n'],
    ['kubectl exec -i p -- bash <<X\nls\nX', 'heredoc shell: ls\n'],
    ['python3 - <<EOF\nimport: x\nEOF'],
    ['cat <<EOF\napiVersion: v1\nkind: Pod\nEOF', 'heredoc yaml: apiVersion: v1\nkind: Pod\n'],
    ['cat <<EOF\nDear reader\nEOF'],
    ['x=$(cat <<EOF\nkind: Pod\nEOF\n)', 'heredoc yaml: kind: Pod\n'],
    ['kubectl apply -f - <<-EOF\n\tb:\n\t  c: d\n\tEOF', 'heredoc yaml: b:\n  c: d\n'],
    ['kubectl apply -f - <<EOF\nb: \\$c \\\\ \\d ${e}\nEOF', 'heredoc yaml: b: $c \\ \\d ${e}\n'],
    ["kubectl apply -f - <<'EOF'\nb: \\$c\nEOF", 'heredoc yaml: b: \\$c\n'],
    ['a <<X | kubectl apply -f - && bash <<Y\nb: c\nX\nls\nY', 'heredoc shell: ls\n'],
    ['{ a; } <<X\nkind: Pod\nX', 'heredoc yaml: kind: Pod\n'],
    ['kubectl apply -f - <<EOF\nb: c\n', 'heredoc yaml: b: c\n'],
    ['cat <<EOF > a.yaml\nEOF'],
  ];
  for (const [text, ...expected] of cases)
    it(JSON.stringify(text), () => assert.deepEqual(shown(text), expected));

  it('says where a shell, or envsubst behind it, puts its variables into the text', () => {
    const isExpanded = (text: string): boolean | undefined => embeds(text)[0]?.context.isExpanded;
    assert.equal(isExpanded('kubectl apply -f - <<EOF\nb: c\nEOF'), true);
    assert.equal(isExpanded("kubectl apply -f - <<'EOF'\nb: c\nEOF"), undefined);
    assert.equal(isExpanded("cat <<'EOF' | envsubst | kubectl apply -f -\nb: c\nEOF"), true);
    assert.equal(isExpanded('bash -c "helm template ./x"'), true);
    assert.equal(isExpanded("bash -c 'helm template ./x'"), undefined);
  });

  it('takes edits, new lines with the tabs of the body', () => {
    const text = 'kubectl apply -f - <<-EOF\n\tb: c\n\tEOF\n';
    const [yaml] = embeds(text);
    assert.ok(yaml);
    const edit = mapEdit(yaml.map, yaml.text, { range: { start: 5, end: 5 }, text: 'd: e\n' });
    assert.ok(edit);
    assert.equal(applyEdits(text, [edit]), 'kubectl apply -f - <<-EOF\n\tb: c\n\td: e\n\tEOF\n');
  });
});

describe('shell: quoted commands', () => {
  const cases: readonly (readonly [text: string, ...expected: string[]])[] = [
    ["bash -c 'a b'", 'quotedCommand shell: a b'],
    ["sudo sh -ec 'a | b' x", 'quotedCommand shell: a | b'],
    ["bash -o pipefail -c 'a | b'", 'quotedCommand shell: a | b'],
    ['bash -c "a b"', 'quotedCommand shell: a b'],
    ['bash -c "a $B"', 'quotedCommand shell fixed: a $B'],
    ['bash -c "a \\"b c\\""', 'quotedCommand shell fixed: a "b c"'],
    ["bash -c $'a\\tb c'", 'quotedCommand shell fixed: a\tb c'],
    ['bash -c "$(curl a)"'],
    ['bash -c "$X"'],
    ['bash -c a'],
    ["bash x -c 'a b'"],
    ["echo bash -c 'a b'"],
    ["eval 'a b'", 'quotedCommand shell: a b'],
    ["trap 'a b' EXIT", 'quotedCommand shell: a b'],
    ["ssh -p 22 -i k u@h 'a b'", 'quotedCommand shell: a b'],
    ["ssh h a 'b c'"],
    ["sshpass -p x ssh h 'a b'", 'quotedCommand shell: a b'],
    ["kubectl exec -it p -- sh -c 'a; b'", 'quotedCommand shell: a; b'],
    ["docker run --rm i sh -c 'a; b'", 'quotedCommand shell: a; b'],
    ["find . -exec sh -c 'a b' \\;", 'quotedCommand shell: a b'],
    ['kubectl patch d x -p \'{"a": 1}\'', 'quotedCommand json: {"a": 1}'],
    ["kubectl patch d x -p 'spec:\n  a: 1'", 'quotedCommand yaml: spec:\n  a: 1'],
    ['kubectl patch d x -p "spec: {a: 1}"', 'quotedCommand yaml fixed: spec: {a: 1}'],
    ['helm upgrade a b --set-json \'c={"d": 1}\'', 'quotedCommand json: {"d": 1}'],
    ['helm upgrade a b --set-json=c=\'{"d": 1}\'', 'quotedCommand json: {"d": 1}'],
    ['kubectl patch d x --patch=\'{"a": 1}\'', 'quotedCommand json: {"a": 1}'],
    ['kubectl patch d x -p "{\\"a\\": 1}"', 'quotedCommand json fixed: {"a": 1}'],
    ['kubectl logs -p x'],
    ["python -c 'import x'"],
    ["bash -c 'a {{ .X }} b'", 'quotedCommand shell: a {{ .X }} b'],
  ];
  for (const [text, ...expected] of cases) it(text, () => assert.deepEqual(shown(text), expected));

  it('maps ranges back', () => {
    const text = 'bash -c "a \\"b c\\""';
    const [inner] = embeds(text);
    assert.ok(inner);
    const range = mapRange(inner.map, { start: 3, end: 6 });
    assert.equal(text.slice(range.start, range.end), 'b c');
  });
});
