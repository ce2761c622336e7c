/** "Password" as the label of a field in other languages, without signs at its end. */
const passwordInLanguages: ReadonlySet<string> = new Set([
  'adgangskode',
  'contrasenya',
  'contraseña',
  'hasło',
  'heslo',
  'jelszó',
  'kata sandi',
  'kennwort',
  'lozinka',
  'lösenord',
  'mot de passe',
  'mật khẩu',
  'palavra-passe',
  'parola',
  'parole',
  'parool',
  'passord',
  'passwort',
  'salasana',
  'senha',
  'slaptažodis',
  'wachtwoord',
  'şifre',
]);

/**
 * True for a label in the language of people: a word for "password", or words in a script without Latin letters
 * (`Пароль`, `密码`), which hardly anybody logs in with.
 */
export function isWordForPassword(text: string): boolean {
  if (text.length > 200) return false;
  if (passwordInLanguages.has(text.toLowerCase().replace(/[ .:!?*…]+$/, ''))) return true;
  return /\p{L}/u.test(text) && !/[A-Za-z0-9]/.test(text);
}

/** Folders that programs keep their texts for people in. */
const folders = /(?:^|\/)(?:i18n|intl|l10n|langs?|languages?|locales?|messages|nls|translations?)\//i;
const names =
  /^(?:messages?|labels?|strings?|texts?|translations?|i18n|locales?|validationmessages|package\.nls)(?=[_.-])/i;

/**
 * True for a file of texts for people, by its folder or its name: `locales/app.json`, `messages_en.properties`.
 * What stands there under `password` is the label of a field.
 */
export function isTranslation(fileName: string): boolean {
  const path = fileName.replaceAll('\\', '/');
  return folders.test(path) || names.test(path.slice(path.lastIndexOf('/') + 1));
}

/** True where the file is called after a language, and its only key, too: `de.yml` with `de:` at its top (Rails). */
export function isLanguageFile(fileName: string, keys: readonly string[]): boolean {
  const base = fileName.slice(fileName.lastIndexOf('/') + 1);
  const language = /(?:^|[._-])([a-z]{2,3}(?:[-_][A-Za-z]{2,4})?)\.(?:ya?ml|json)$/.exec(base)?.[1];
  return language !== undefined && keys.length === 1 && keys[0] === language;
}
