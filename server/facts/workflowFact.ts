import type { YamlMap, YamlScalar } from '../languages/yaml/tree';
import type { Range } from '../text/range';
import type { Reading } from './reading';

/**
 * A workflow of GitHub Actions, an action of its own (`action.yml`) or a pipeline of GitLab CI; of a fragment without its
 * parents the part that is there.
 *
 * By docs.github.com, "Workflow syntax" and "Metadata syntax", and docs.gitlab.com, "CI/CD YAML syntax".
 */
export interface WorkflowFact {
  readonly kind: 'workflow';
  /** `fragment`: jobs or steps without what is around them, where nothing is called absent. */
  readonly form: 'workflow' | 'action' | 'gitlab' | 'fragment';
  readonly range: Range;
  /** Undefined for a list of steps. */
  readonly map: YamlMap | undefined;
  readonly name: Reading<string>;
  /** What starts it, of `on` (which YAML 1.1 would read as true); unknown beside a template, absent in an action. */
  readonly triggers: Reading<readonly Trigger[]>;
  readonly permissions: Reading<Permissions>;
  /** In the order of the text. */
  readonly jobs: readonly JobFact[];
  /** Of a composite action and of a fragment; those of jobs are theirs. */
  readonly steps: readonly StepFact[];
}

/** An event: `push`, `pull_request_target`, `workflow_call`, `schedule`. */
export interface Trigger {
  readonly name: string;
  readonly range: Range;
  /** What limits it: branches, types, inputs. */
  readonly map: YamlMap | undefined;
}

/** What the job's token may do: one level for all scopes (`read-all`, `write-all`), or one for each that is named. */
export interface Permissions {
  readonly all: 'read' | 'write' | undefined;
  /** Empty for `{}`, which grants nothing. */
  readonly scopes: readonly {
    readonly scope: string;
    /** `read`, `write` or `none` in what works; unknown for an expression. */
    readonly level: Reading<string>;
    readonly range: Range;
  }[];
}

export interface JobFact {
  readonly kind: 'job';
  readonly range: Range;
  readonly map: YamlMap;
  /** Its key below `jobs`, or the name of a GitLab job; '' in a fragment. */
  readonly id: string;
  readonly runsOn: Reading<readonly string[]>;
  readonly permissions: Reading<Permissions>;
  /** The reusable workflow that it calls. */
  readonly uses: UsedAction | undefined;
  readonly container: JobContainer | undefined;
  readonly services: readonly JobContainer[];
  /** `env` of the job, `variables` in GitLab. */
  readonly env: YamlMap | undefined;
  readonly steps: readonly StepFact[];
  /** GitLab's `before_script`, `script` and `after_script`, in that order. */
  readonly scripts: readonly YamlScalar[];
  readonly workflow: WorkflowFact | undefined;
}

/** A container that a job runs in or beside. */
export interface JobContainer {
  /** Its key below `services`; '' for the job's own. */
  readonly id: string;
  /** The scalars that name its image: one, or each that the job's matrix puts in. */
  readonly images: readonly YamlScalar[];
  /** Options of `docker create`, as one text. */
  readonly options: Reading<string>;
  readonly env: YamlMap | undefined;
  /** Undefined where only the image is named. */
  readonly map: YamlMap | undefined;
}

export interface StepFact {
  readonly kind: 'step';
  readonly range: Range;
  readonly map: YamlMap;
  readonly name: Reading<string>;
  readonly id: Reading<string>;
  readonly uses: UsedAction | undefined;
  /** The script, read as a region of its own. */
  readonly run: YamlScalar | undefined;
  readonly shell: Reading<string>;
  readonly env: YamlMap | undefined;
  /** The inputs of the action that it uses. */
  readonly with: YamlMap | undefined;
  readonly job: JobFact | undefined;
}

/** `owner/repo/path@ref`, `./path`, `docker://image`; each part with its place where the text has it as written. */
export interface UsedAction {
  readonly form: 'repository' | 'local' | 'docker' | 'unknown';
  readonly scalar: YamlScalar;
  readonly range: Range;
  readonly owner: Part | undefined;
  readonly repo: Part | undefined;
  /** Behind owner and repository, or the local one. */
  readonly path: Part | undefined;
  /** Behind `@`: a branch, tag or commit. Undefined where there is none. */
  readonly ref: Part | undefined;
}

export interface Part {
  readonly value: string;
  readonly range: Range;
}

/** `${{ … }}`, put in before anything else reads the text: in a script, in a value. */
export interface ExpressionFact {
  readonly kind: 'expression';
  /** With its braces. */
  readonly range: Range;
  /** What is between them, trimmed: `github.event.issue.title`. */
  readonly text: string;
  readonly textRange: Range;
  /** `script`: a shell gets the text as a part of its program. */
  readonly place: 'script' | 'value';
}
