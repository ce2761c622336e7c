import type { SecretFact } from '../../facts/fact';
import type { Region } from '../../regions/region';
import { message } from '../finding';
import { replace, review, withStops, type Fix } from '../fix';
import { ldapFix } from './grafanaLdap';
import { rotate } from './rotate';

export const sayWhere = 'Say where the password is kept';
export const showCommand = 'Show the command that reads the password';
export const usePlaceholder = 'Replace the value with a placeholder';
export const cutOut = 'Cut the secret out of the text';

const readCommand = `kubectl -n monitoring get secret grafana-admin -o jsonpath='{.data.admin-password}' | base64 -d`;

/** Rewrites of a secret that a sentence or a table tells. */
export function proseFixes(secret: SecretFact, text: string): readonly Fix[] {
  const fixes: Fix[] = [];
  const { start, end } = secret.range;
  // A pipe would end the cell of a table.
  if (secret.isGrafanaAdmin && secret.prose?.form === 'text') {
    const isCode = text.charAt(start - 1) === '`' && text.charAt(end) === '`';
    // A command is no part of a code span that says more than the password: `admin:secret`.
    const line = text.slice(text.lastIndexOf('\n', start) + 1, start);
    if (!isCode && line.split('`').length % 2 === 0) return [sayWhereFix(secret)];
    const replacement = isCode ? readCommand : `\`${readCommand}\``;
    fixes.push(
      review(
        showCommand,
        [withStops(replace(secret.range, replacement), 'monitoring', 'grafana-admin')],
        rotate,
      ),
    );
  }
  return [...fixes, sayWhereFix(secret)];
}

function sayWhereFix(secret: SecretFact): Fix {
  const isPassword = /password/i.test(secret.label);
  return fixAt(secret, sayWhere, isPassword ? '‹password: see the vault›' : '‹see the vault›');
}

export const fromFile = 'Read the value from a mounted file';

/** A secret in a line of a configuration file that somebody's text carries. */
export function lineFixes(secret: SecretFact, region: Region): readonly Fix[] {
  if (secret.form !== 'grafanaLine') return [fixAt(secret, usePlaceholder, '‹value from the secret store›')];
  const edit = withStops(replace(secret.range, '$__file{/etc/secrets/‹name›/‹key›}'), '‹name›', '‹key›');
  const fromMounted = review(fromFile, [edit], message('Mount the Secret first. {rotate}', { rotate }));
  const whole = ldapFix(secret, region);
  return whole === undefined ? [fromMounted] : [fromMounted, whole];
}

function fixAt(secret: SecretFact, title: string, stop: string): Fix {
  return review(title, [withStops(replace(secret.range, stop), stop)], rotate);
}

/** A secret in running text, a comment or a file of another kind. */
export function textFixes(secret: SecretFact): readonly Fix[] {
  // Of an address its password alone is cut out.
  return [fixAt(secret, cutOut, secret.form === 'url' ? '‹password›' : `‹${secret.label}›`)];
}
