import {
  DiagnosticSeverity,
  DocumentDiagnosticReportKind,
  type Connection,
  type Diagnostic,
  type DocumentDiagnosticReport,
} from 'vscode-languageserver';
import type { DocumentFinding } from '../engine/analyze';
import { severities, type Severity } from '../rule/finding';
import type { Analyses, Analyzed } from './analyses';
import { isConfigFile } from './configFiles';
import type { Documents, OpenDocument } from './documents';
import type { Guard } from './guard';
import { diagnosticSource } from './protocol';
import type { Session } from './session';

const lspSeverities: { readonly [S in Severity]: DiagnosticSeverity } = {
  critical: DiagnosticSeverity.Error,
  high: DiagnosticSeverity.Error,
  medium: DiagnosticSeverity.Warning,
  low: DiagnosticSeverity.Information,
  info: DiagnosticSeverity.Hint,
};

/** What finds a finding again when the client sends its diagnostic back. */
export interface DiagnosticData {
  readonly fingerprint: string;
}

/** A finding as the client shows it. The document must still be the one of the analysis. */
export function toDiagnostic(session: Session, document: OpenDocument, finding: DocumentFinding): Diagnostic {
  const { convert } = session;
  const { text } = document;
  const page = session.hasCodeDescription ? session.pageUri(finding.meta.id) : undefined;
  const related = session.hasRelatedInformation ? finding.related : [];
  const data: DiagnosticData = { fingerprint: finding.fingerprint };
  return {
    range: convert.toRange(text, finding.range),
    severity: lspSeverities[finding.severity],
    code: finding.meta.id,
    ...(page === undefined ? {} : { codeDescription: { href: page } }),
    source: diagnosticSource,
    message: session.say(finding.message),
    ...(related.length === 0
      ? {}
      : {
          relatedInformation: related.map(({ range, message }) => ({
            location: { uri: text.uri, range: convert.toRange(text, range) },
            message: session.say(message),
          })),
        }),
    data,
  };
}

/** What is shown: suppressed findings are not. */
export function shownFindings({ analysis }: Analyzed): readonly DocumentFinding[] {
  return analysis.findings.filter((finding) => finding.suppressed === undefined);
}

/** The worst first; of equals, in the order of the text. For lists that are about one place. */
export function worstFirst(findings: readonly DocumentFinding[]): readonly DocumentFinding[] {
  const rank = ({ severity }: DocumentFinding): number => severities.indexOf(severity);
  return [...findings].sort((a, b) => rank(a) - rank(b));
}

/**
 * Diagnostics, pulled where the client pulls and pushed where it does not, never both: a client that does
 * both shows everything twice.
 */
export class Diagnostics {
  private readonly publishing = new Set<string>();

  constructor(
    private readonly connection: Connection,
    private readonly session: Session,
    private readonly documents: Documents,
    private readonly analyses: Analyses,
    private readonly guard: Guard,
  ) {
    if (!session.canPullDiagnostics) return;
    connection.languages.diagnostics.on(
      guard.request<{ textDocument: { uri: string }; previousResultId?: string }, DocumentDiagnosticReport>(
        'textDocument/diagnostic',
        { kind: DocumentDiagnosticReportKind.Full, items: [] },
        async ({ textDocument, previousResultId }, token) => {
          const analyzed = await this.analyses.of(textDocument.uri, token);
          if (analyzed === undefined) return { kind: DocumentDiagnosticReportKind.Full, items: [] };
          const items = this.itemsOf(analyzed);
          const resultId = resultIdOf(analyzed, items);
          return resultId === previousResultId
            ? { kind: DocumentDiagnosticReportKind.Unchanged, resultId }
            : { kind: DocumentDiagnosticReportKind.Full, resultId, items };
        },
      ),
    );
  }

  /** The text is new: a client that does not pull is told what is found, once typing pauses. */
  changed(uri: string): void {
    if (this.session.canPullDiagnostics || this.publishing.has(uri)) return;
    this.publishing.add(uri);
    this.guard.run('textDocument/publishDiagnostics', async () => {
      try {
        const analyzed = await this.analyses.of(uri);
        this.publishing.delete(uri);
        const document = this.documents.get(uri);
        if (document === undefined) return;
        const diagnostics = analyzed === undefined ? [] : this.itemsOf(analyzed);
        await this.connection.sendDiagnostics({ uri, version: document.text.version, diagnostics });
      } finally {
        this.publishing.delete(uri);
      }
    });
  }

  closed(uri: string): void {
    if (this.session.canPullDiagnostics) return;
    this.guard.run('textDocument/publishDiagnostics', () =>
      this.connection.sendDiagnostics({ uri, diagnostics: [] }),
    );
  }

  /** The same texts may give other findings now. */
  refresh(): void {
    if (!this.session.canPullDiagnostics) {
      for (const uri of this.documents.uris()) this.changed(uri);
    } else if (this.session.canRefreshDiagnostics) {
      this.guard.run('workspace/diagnostic/refresh', () => this.connection.languages.diagnostics.refresh());
    }
  }

  private itemsOf(analyzed: Analyzed): Diagnostic[] {
    const items = shownFindings(analyzed).map((finding) =>
      toDiagnostic(this.session, analyzed.document, finding),
    );
    return isConfigFile(analyzed.document.text.uri) ? [...items, ...this.problemsOf(analyzed)] : items;
  }

  /** What of a configuration file is not understood. */
  private problemsOf({ document: { text }, engine }: Analyzed): Diagnostic[] {
    return engine.readConfig(text.getText()).problems.map(({ at, message }) => ({
      range: this.session.convert.toRange(text, at),
      severity: DiagnosticSeverity.Warning,
      code: 'configuration',
      source: diagnosticSource,
      message: this.session.say(message),
    }));
  }
}

/**
 * Same version and same diagnostics. The version is part of it although the findings may be equal, because
 * editors move squiggles while the user types, and only a full report puts them back.
 */
function resultIdOf({ document }: Analyzed, items: readonly Diagnostic[]): string {
  let hash = 0;
  for (const character of JSON.stringify(items))
    hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) | 0;
  return `${document.text.version}:${(hash >>> 0).toString(36)}`;
}
