import type { PrivilegeFact, PrivilegeKind } from '../facts/fact';
import type { Region } from '../regions/region';
import type { Message, Severity } from './finding';
import type { Fix } from './fix';
import { agentSeverity, withdrawalFixes, type Withdrawal } from './privilegeFixes';
import { defineRule, type DocumentFacts, type RegionRule, type RuleMeta } from './rule';

/** What is told of one kind of privilege. */
export interface PrivilegeReport {
  readonly what: PrivilegeKind;
  readonly tell: (privilege: PrivilegeFact) => Message;
  /** A withdrawal takes the privilege away where it is given. */
  readonly fixes:
    Withdrawal | ((privilege: PrivilegeFact, region: Region, document: DocumentFacts) => readonly Fix[]);
  /** Where it weighs otherwise than the rule says; parts of the node are eased without it (`agentSeverity`). */
  readonly severityOf?: (privilege: PrivilegeFact) => Severity | 'silent' | undefined;
}

/** A rule about one kind of privilege, wherever it is given: a manifest, values, Compose, a command. */
export function privilegeRule(
  meta: RuleMeta,
  { what, tell, fixes, severityOf = agentSeverity }: PrivilegeReport,
): RegionRule {
  return defineRule({
    meta,
    visit: (report) => ({
      privilege(privilege, region) {
        if (privilege.what !== what) return;
        const severity = severityOf(privilege);
        if (severity === 'silent') return;
        report({
          at: privilege.range,
          message: tell(privilege),
          ...(severity === undefined ? {} : { severity }),
          fixes: ({ document }) =>
            typeof fixes === 'function'
              ? fixes(privilege, region, document)
              : withdrawalFixes(privilege, region, document, fixes),
        });
      },
    }),
  });
}
