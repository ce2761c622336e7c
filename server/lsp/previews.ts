import type { Connection } from 'vscode-languageserver';
import { applyEdits } from '../text/edit';
import type { Analyses } from './analyses';
import { shownFindings } from './diagnostics';
import type { Guard } from './guard';
import { parsePreview, previewScheme } from './protocol';

/**
 * The document as it would be after a fix, as a text of its own scheme (LSP 3.18, `workspace/textDocumentContent`),
 * so that an editor can show both side by side. Where the finding is gone meanwhile, it is the document as it is.
 */
export class Previews {
  private readonly shown = new Map<string, Set<string>>();

  constructor(
    private readonly connection: Connection,
    analyses: Analyses,
    private readonly guard: Guard,
  ) {
    connection.workspace.textDocumentContent.on(
      guard.request<{ uri: string }, { text: string }>(
        'workspace/textDocumentContent',
        { text: '' },
        async ({ uri }, token) => {
          const target = parsePreview(uri);
          const analyzed = target && (await analyses.of(target.uri, token));
          if (analyzed === undefined) return { text: '' };
          const previews = this.shown.get(target?.uri ?? '') ?? new Set<string>();
          this.shown.set(target?.uri ?? '', previews.add(uri));
          const text = await analyses.more(
            analyzed,
            function* () {
              yield;
              const { engine, analysis } = analyzed;
              const finding = shownFindings(analyzed).find((one) => one.fingerprint === target?.fingerprint);
              const fix = finding && engine.fixes(analysis, finding)[target?.fix ?? 0];
              return applyEdits(analysis.input.text, fix?.edits ?? []);
            },
            token,
          );
          return { text: text ?? analyzed.analysis.input.text };
        },
      ),
    );
  }

  /** The document is new: what is shown of it would be of the text before. */
  changed(uri: string): void {
    for (const preview of this.shown.get(uri) ?? []) {
      this.guard.run('workspace/textDocumentContent/refresh', () =>
        this.connection.workspace.textDocumentContent.refresh(preview),
      );
    }
  }

  closed(uri: string): void {
    this.shown.delete(uri);
  }
}

/** What the server declares of this. */
export const previewCapability = { schemes: [previewScheme] };
