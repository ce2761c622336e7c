import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { styleText } from 'node:util';
import { rules } from '../../../rules/index';
import { analyzeDocument, ruleSet, type Analysis, type DocumentInput } from '../../engine/analyze';
import { defaultConfig, profiles, type Config, type Profile } from '../../engine/config';
import type { FileConfig } from '../../engine/configFile';
import { fixAllSafe, type HeldBack } from '../../engine/fixAll';
import { surveyWorkspace } from '../../engine/workspace';
import { languageOfDocument } from '../../languages/documents';
import { formatDiff } from '../../output/diff';
import { formatJson } from '../../output/json';
import { summarizeHeldBack } from '../../output/fixSummary';
import { mergeReports, reportFile, type FileReport, type Report } from '../../output/report';
import { formatSarif } from '../../output/sarif';
import { formatSummary, formatText, type Paint } from '../../output/text';
import { isAtLeast, severities, type Severity } from '../../rule/finding';
import { BrokenConfig, ConfigFiles, type FoundConfig } from '../configFiles';
import { decode, MissingPath, nameOf, replaceFile, walkFiles, type Skipped, type SourceFile } from '../files';
import { localDate } from '../localDate';
import { version } from '../version';
import { oneOf, parseOptions, UsageError } from './usage';

const formats = ['text', 'json', 'sarif'] as const;

interface ScanOptions {
  readonly paths: readonly string[];
  readonly format: (typeof formats)[number];
  readonly output: string | undefined;
  readonly fix: 'no' | 'write' | 'show';
  readonly failOn: Severity | 'never';
  /** Undefined: as the configuration file says. */
  readonly profile: Profile | undefined;
  readonly today: string;
  readonly configFile: string | undefined;
  readonly respectIgnoreFiles: boolean;
  readonly isQuiet: boolean;
  readonly stdinName: string | undefined;
}

/** `scan`: analyzes files, prints what was found, and says by its exit code whether it is bad enough. */
export function scan(args: readonly string[]): number {
  const options = readOptions(args);
  const all = ruleSet(rules);
  const skipped: Skipped[] = [];
  const files: FileReport[] = [];
  const related: Analysis[] = [];
  const diffs: string[] = [];
  const notFixed: Skipped[] = [];
  const heldBack: HeldBack[] = [];
  let fixedCount = 0;
  const configFiles = new ConfigFiles(all.ids, options.configFile);
  const configOf = (file: string): FoundConfig | undefined => {
    try {
      return configFiles.of(file);
    } catch (error) {
      if (error instanceof BrokenConfig) throw new UsageError(error.message);
      throw error;
    }
  };
  const say = (words: string): void => {
    if (!options.isQuiet) process.stderr.write(`${words}\n`);
  };
  for (const source of sourcesOf(options, (one) => skipped.push(one))) {
    const input: DocumentInput = {
      uri: pathToFileURL(source.path).href,
      fileName: source.name,
      language: source.language,
      text: source.text,
    };
    const nearest = configOf(source.path);
    if (nearest?.excludes(source.path) === true) continue;
    const config = combine(options, nearest?.config);
    let analysis: Analysis = analyzeDocument(input, all, config);
    if (options.fix !== 'no') {
      const result = fixAllSafe(input, all, config, analysis);
      heldBack.push(...result.heldBack);
      if (result.fixed.length > 0) {
        if (options.fix === 'show') diffs.push(formatDiff(source.name, analysis, result.analysis));
        const failure = options.fix === 'write' ? write(source, result.text) : undefined;
        if (failure === undefined) {
          fixedCount += result.fixed.length;
          if (options.fix === 'write') analysis = result.analysis;
        } else notFixed.push({ file: source.name, reason: failure });
      }
    }
    // Only rules that relate files to each other need all of them at once.
    if (all.workspace.length > 0) related.push(analysis);
    else files.push(reportFile(analysis, source.name));
  }
  for (const analysis of surveyWorkspace(related)) files.push(reportFile(analysis, analysis.input.fileName));
  const metas = rules.map((rule) => rule.meta);
  const report = mergeReports(version, metas, files, skipped);
  print(options, report, diffs);
  if (options.fix === 'write')
    say(fixedCount === 1 ? '1 safe fix applied' : `${fixedCount} safe fixes applied`);
  if (heldBack.length > 0) say(summarizeHeldBack(heldBack));
  for (const { file, reason } of notFixed) say(`not fixed: ${file}: ${reason}`);
  for (const line of summarizeNotAnalyzed(report.notAnalyzed)) say(line);
  say(formatSummary(report.summary, report.notAnalyzed.length));
  return isFailure(report, options.failOn) ? 1 : 0;
}

/** What the command line says wins over the file, and the file over the defaults. */
function combine({ profile, today }: ScanOptions, file: FileConfig | undefined): Config {
  return {
    profile: profile ?? file?.profile ?? defaultConfig.profile,
    ...(file === undefined ? {} : { rules: file.rules }),
    today,
  };
}

/** More lines than this say no more: the report in JSON or SARIF has them all. */
const maxLines = 10;

/** One line for each file, with the first place and how many more there are. */
function summarizeNotAnalyzed(notAnalyzed: Report['notAnalyzed']): readonly string[] {
  const byFile = new Map<string, string[]>();
  for (const { file, reason } of notAnalyzed) byFile.set(file, [...(byFile.get(file) ?? []), reason]);
  const lines = [...byFile].map(([file, [first, ...more]]) => {
    const rest = more.length === 0 ? '' : ` (and ${more.length} more)`;
    return `not analyzed: ${file}: ${first}${rest}`;
  });
  const left = lines.length - maxLines;
  return left <= 0 ? lines : [...lines.slice(0, maxLines), `not analyzed: parts of ${left} more files`];
}

function readOptions(args: readonly string[]): ScanOptions {
  const { values, positionals } = parseOptions(args, {
    format: { type: 'string' },
    output: { type: 'string' },
    fix: { type: 'boolean' },
    'fix-dry-run': { type: 'boolean' },
    'fail-on': { type: 'string' },
    config: { type: 'string' },
    profile: { type: 'string' },
    'no-ignore': { type: 'boolean' },
    quiet: { type: 'boolean' },
    'stdin-filename': { type: 'string' },
  });
  const paths = positionals.length === 0 ? ['.'] : positionals;
  // An unset variable of a script must not mean the folder at hand.
  if (paths.includes('')) throw new UsageError('A path is empty');
  if (values.fix === true && values['fix-dry-run'] === true) {
    throw new UsageError('--fix and --fix-dry-run exclude each other');
  }
  if (paths.includes('-')) {
    if (paths.length > 1) throw new UsageError('Standard input ("-") is scanned alone');
    if (values.fix === true)
      throw new UsageError('Standard input cannot be fixed in place; use --fix-dry-run');
    if (values['stdin-filename'] === undefined || values['stdin-filename'] === '') {
      throw new UsageError('Standard input needs --stdin-filename NAME, which decides how it is read');
    }
  } else if (values['stdin-filename'] !== undefined) {
    throw new UsageError('--stdin-filename goes with "-"');
  }
  const fix = values.fix === true ? 'write' : values['fix-dry-run'] === true ? 'show' : 'no';
  return {
    paths,
    format: oneOf('format', values.format, formats, 'text'),
    output: values.output,
    fix,
    failOn: oneOf('fail-on', values['fail-on'], [...severities, 'never' as const], 'high'),
    profile: values.profile === undefined ? undefined : oneOf('profile', values.profile, profiles, 'strict'),
    // Where the user is, like the editor's: a suppression ends on the same day in both.
    today: localDate(new Date()),
    configFile: values.config,
    respectIgnoreFiles: values['no-ignore'] !== true,
    isQuiet: values.quiet === true,
    stdinName: values['stdin-filename'],
  };
}

function* sourcesOf(options: ScanOptions, skip: (skipped: Skipped) => void): Generator<SourceFile> {
  const cwd = process.cwd();
  if (options.stdinName !== undefined) {
    const name = nameOf(path.resolve(cwd, options.stdinName), cwd);
    const text = decode(fs.readFileSync(0));
    const language = languageOfDocument({ fileName: name, firstLine: text?.split('\n', 1)[0] });
    if (text === undefined) throw new UsageError('Standard input is not UTF-8 text');
    if (language === undefined) {
      throw new UsageError(`"${name}" is not a kind of file that Security Hints reads`);
    }
    yield { path: path.resolve(cwd, name), name, language, text };
    return;
  }
  try {
    yield* walkFiles(options.paths, cwd, { respectIgnoreFiles: options.respectIgnoreFiles, skip });
  } catch (error) {
    if (error instanceof MissingPath) throw new UsageError(error.message);
    throw error;
  }
}

/** Undefined when the file was written, otherwise why it was not. */
function write(source: SourceFile, text: string): string | undefined {
  try {
    replaceFile(source.path, source.text, text);
    return undefined;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return 'the file is read-only';
    return error instanceof Error ? error.message : String(error);
  }
}

function print(options: ScanOptions, report: Report, diffs: readonly string[]): void {
  const isTerminal = options.output === undefined && process.stdout.isTTY;
  const text =
    options.fix === 'show' && options.format === 'text'
      ? diffs.join('')
      : format(options, report, isTerminal);
  if (options.output === undefined) {
    process.stdout.write(text);
    return;
  }
  try {
    fs.writeFileSync(options.output, text);
  } catch (error) {
    throw new UsageError(
      `Cannot write ${options.output}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function format(options: ScanOptions, report: Report, isTerminal: boolean): string {
  switch (options.format) {
    case 'json':
      return formatJson(report);
    case 'sarif':
      return formatSarif(report);
    case 'text':
      return formatText(report, isTerminal && process.env['NO_COLOR'] === undefined ? paint : undefined);
  }
}

const paint: Paint = (text, role) => {
  const styles = {
    critical: 'red',
    high: 'red',
    medium: 'yellow',
    low: 'cyan',
    info: 'gray',
    dim: 'dim',
    bold: 'bold',
  } as const;
  return styleText(styles[role], text);
};

function isFailure(report: Report, failOn: Severity | 'never'): boolean {
  if (failOn === 'never') return false;
  return report.findings.some((f) => f.suppressed === undefined && isAtLeast(f.severity, failOn));
}
