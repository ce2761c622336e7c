import { cite } from '../references';
import type { FixSummary, Reference } from '../rule';
import { fromExistingSecret } from './chartSecret';
import { fromCredentialFile, leaveToProject } from './referringCredential';
import { fromEnvironment, fromStandardInput, onStandardInput } from './shellCredential';
import { cutOut, fromFile, sayWhere, usePlaceholder } from './textCredential';
import { fromSecret } from './referenceNotes';
import { dropFallback, fromRepositorySecret, requireVariable } from './yamlCredential';

/** What every rule about a secret in plain text cites, before the weaknesses of its own. */
export const credentialReferences: readonly Reference[] = cite(
  'OWASP 2022 K08',
  'OWASP 2025 K03',
  'CIS 1.12 5.4.1',
  'CIS 1.12 5.4.2',
  'CIS EKS 1.8.0 4.4.1',
  'CIS EKS 1.8.0 4.4.2',
  'Kubescape NSA C-0012',
);

/** The rewrites of `credentialFixes`: which ones a finding gets depends on where the secret stands. */
export const credentialFixTitles: readonly FixSummary[] = [
  fromExistingSecret,
  fromSecret,
  fromRepositorySecret,
  leaveToProject,
  requireVariable,
  dropFallback,
  fromEnvironment,
  onStandardInput,
  fromStandardInput,
  fromFile,
  fromCredentialFile,
  usePlaceholder,
  sayWhere,
  cutOut,
].map((title) => ({ title, applicability: 'review' }));
