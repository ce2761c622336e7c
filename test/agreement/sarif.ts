import assert from 'node:assert/strict';
import { run } from '../cli/run';
import { applied } from '../protocol/peer';
import { textIn } from './documents';
import {
  grouped,
  placeOf,
  shownTitle,
  type Documents,
  type LspRange,
  type Seen,
  type SeenByFile,
} from './seen';

interface SarifRegion {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}
interface SarifLocation {
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string };
    readonly region: SarifRegion;
  };
  readonly message?: { readonly text: string };
}
interface SarifResult {
  readonly ruleId: string;
  readonly level: Seen['level'];
  readonly message: { readonly text: string };
  readonly locations: readonly SarifLocation[];
  readonly relatedLocations?: readonly SarifLocation[];
  readonly fixes?: readonly {
    readonly description: { readonly text: string };
    readonly properties: { readonly applicability: 'safe' | 'review' };
    readonly artifactChanges: readonly {
      readonly replacements: readonly {
        readonly deletedRegion: SarifRegion;
        readonly insertedContent: { readonly text: string };
      }[];
    }[];
  }[];
  readonly suppressions?: readonly object[];
}

/** What `scan --format sarif` says of the folder. */
export function seenInSarif(folder: string, documents: Documents): SeenByFile {
  const { runs } = JSON.parse(run(['scan', '--format', 'sarif', '.'], { cwd: folder }).stdout) as {
    readonly runs: readonly { readonly results: readonly SarifResult[] }[];
  };
  const results = (runs[0]?.results ?? []).filter(({ suppressions }) => suppressions === undefined);
  return grouped(
    results.map((result) => {
      const [location] = result.locations;
      assert.ok(location !== undefined);
      const file = decodeURIComponent(location.physicalLocation.artifactLocation.uri);
      return [
        file,
        {
          place: placeOf(ofRegion(location.physicalLocation.region)),
          rule: result.ruleId,
          level: result.level,
          message: result.message.text,
          related: (result.relatedLocations ?? []).map(
            ({ physicalLocation, message }) =>
              `${placeOf(ofRegion(physicalLocation.region))} ${message?.text ?? ''}`,
          ),
          fixes: (result.fixes ?? []).map(({ description, properties, artifactChanges }) => ({
            title: shownTitle(description.text, properties.applicability),
            text: applied(
              textIn(documents, file),
              artifactChanges.flatMap(({ replacements }) =>
                replacements.map(({ deletedRegion, insertedContent }) => ({
                  range: ofRegion(deletedRegion),
                  newText: insertedContent.text,
                })),
              ),
            ),
          })),
        },
      ];
    }),
  );
}

function ofRegion({ startLine, startColumn, endLine, endColumn }: SarifRegion): LspRange {
  return {
    start: { line: startLine - 1, character: startColumn - 1 },
    end: { line: endLine - 1, character: endColumn - 1 },
  };
}
