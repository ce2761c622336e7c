import assert from 'node:assert/strict';
import { findTemplateActions, maskGoTemplates } from '../../server/languages/template';

const found = (text: string): string[] =>
  findTemplateActions(text, 'actionsExpression').map(({ range }) => text.slice(range.start, range.end));

const actions: readonly (readonly [text: string, expected: readonly string[]])[] = [
  ['a {{ .x }} b {{- y -}}', ['{{ .x }}', '{{- y -}}']],
  ['{{ "}}" }} {{ `}}` }}', ['{{ "}}" }}', '{{ `}}` }}']],
  ['{{/* a }} b */}} {{- /* c */ -}}', ['{{/* a }} b */}}', '{{- /* c */ -}}']],
  ['{{ a', []],
  ['{{ a {{ b }}', ['{{ b }}']],
  ['{{\n  include "x"\n  . }}', ['{{\n  include "x"\n  . }}']],
  ["${{ a == '}}' }}", ["${{ a == '}}' }}"]],
  ["{{ don't }} it's", ["{{ don't }}"]],
  ['{{ "a\\"b" }}', ['{{ "a\\"b" }}']],
  ['{{{{ a }}', ['{{ a }}']],
];

/** `_` blank, `x` filler; both of the same length as what they hide. */
const masks: readonly (readonly [text: string, expected: string])[] = [
  ['a: {{ .b }}\n', 'a: xxxxxxxx\n'],
  ['{{ if .a }}\nb: 1\n{{ end }}\n', '___________\nb: 1\n_________\n'],
  ['a: {{ toYaml .b | nindent 2 }}\n', 'a: ___________________________\n'],
  ['a: x{{ if .b }}y{{ end }}\n', 'a: x___________y_________\n'],
  ['{{ .k }}: {{ .v }}\n', 'xxxxxxxx: xxxxxxxx\n'],
  ['{{ $a := 1 }}b\n', '_____________b\n'],
  ['{{ if .a }}\nb\n{{ else }}\nc\n{{ end }}\n', '___________\nb\n__________\n_\n_________\n'],
  ['# {{ .a }}\n', '# ________\n'],
];

describe('templates', () => {
  for (const [text, expected] of actions) {
    it(`finds the actions of ${JSON.stringify(text)}`, () => assert.deepEqual(found(text), expected));
  }

  for (const [text, expected] of masks) {
    it(`masks ${JSON.stringify(text)}`, () => {
      const masked = maskGoTemplates(text, 'x').text;
      // Blanks that were in the text stay blanks.
      assert.equal(masked, expected.replaceAll('_', ' '));
      assert.equal(masked.length, text.length);
    });
  }

  it('leaves a stray end and an open condition alone', () => {
    assert.deepEqual(maskGoTemplates('{{ end }}\na\n', 'x').branches, []);
    assert.deepEqual(maskGoTemplates('{{ if .x }}\na\n', 'x').branches, [{ start: 0, end: 14 }]);
  });
});
