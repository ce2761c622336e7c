import {
  get,
  getPath,
  listOf,
  mapOf,
  resolved,
  scalarOf,
  stringOf,
  stringsOf,
} from '../../languages/yaml/read';
import type { YamlMap, YamlNode, YamlScalar } from '../../languages/yaml/tree';
import type { RegionOf } from '../../regions/region';
import { readField } from '../field';
import { absent, unknown } from '../reading';
import { subjectOf } from '../recognize';
import type { JobContainer, JobFact, StepFact, WorkflowFact } from '../workflowFact';
import { jobContainer } from './container';
import { permissionsOf } from './permissions';
import { triggersOf } from './triggers';
import { usedAction } from './used';

type YamlRegion = RegionOf<'yaml'> | RegionOf<'json'>;
type Draft<T> = { -readonly [K in keyof T]: T[K] };

const known = new WeakMap<YamlRegion, WorkflowFact | undefined>();

/** The workflow, action or pipeline that a region is, or a part of one; undefined for everything else. */
export function workflowOf(region: YamlRegion): WorkflowFact | undefined {
  if (known.has(region)) return known.get(region);
  const { kind } = subjectOf(region);
  let workflow: WorkflowFact | undefined;
  if (kind === 'workflow') workflow = new Reader(region.text).workflow(region.tree.root);
  else if (kind === 'gitlabCi') workflow = new Reader(region.text).gitlab(mapOf(region.tree.root));
  known.set(region, workflow);
  return workflow;
}

export function jobsOf(region: YamlRegion): readonly JobFact[] {
  return workflowOf(region)?.jobs ?? [];
}

export function stepsOf(region: YamlRegion): readonly StepFact[] {
  const workflow = workflowOf(region);
  return workflow === undefined ? [] : [...workflow.jobs.flatMap(({ steps }) => steps), ...workflow.steps];
}

/** Keys at the top of a GitLab pipeline that are no jobs. */
const gitlabKeywords = new Set(
  'after_script before_script cache default image include pages services spec stages variables workflow'.split(
    ' ',
  ),
);

class Reader {
  constructor(private readonly text: string) {}

  workflow(root: YamlNode | undefined): WorkflowFact | undefined {
    const map = mapOf(root);
    const node = resolved(root);
    if (node === undefined) return undefined;
    const jobs = mapOf(get(map, 'jobs'));
    const runs = mapOf(get(map, 'runs'));
    const form =
      jobs !== undefined && (get(map, 'on') !== undefined || get(map, 'true') !== undefined)
        ? 'workflow'
        : runs !== undefined
          ? 'action'
          : 'fragment';
    const isFragment = form === 'fragment';
    const workflow: Draft<WorkflowFact> = {
      kind: 'workflow',
      form,
      range: node.range,
      map,
      name: map === undefined ? unknown() : readField(this.text, map, 'name', stringOf, isFragment),
      triggers: map === undefined ? unknown() : triggersOf(this.text, map, isFragment),
      permissions: map === undefined ? unknown() : permissionsOf(this.text, map, isFragment),
      jobs: [],
      steps: [],
    };
    if (jobs !== undefined) {
      workflow.jobs = jobs.entries.flatMap(({ key, value }) => {
        const job = mapOf(value);
        return job === undefined ? [] : [this.job(key.value, job, workflow)];
      });
    } else if (runs !== undefined) workflow.steps = this.steps(get(runs, 'steps'), undefined);
    else if (map !== undefined && get(map, 'steps') !== undefined)
      workflow.jobs = [this.job('', map, workflow)];
    else workflow.steps = map === undefined ? this.steps(root, undefined) : [this.step(map, undefined)];
    return workflow;
  }

  private job(id: string, map: YamlMap, workflow: WorkflowFact): JobFact {
    const isFragment = id === '';
    const uses = scalarOf(get(map, 'uses'));
    // CircleCI: the first image of `docker` is the job's own, the others stand beside it.
    const images = (listOf(get(map, 'docker'))?.items ?? []).map(({ node }) => node);
    const [own = get(map, 'container'), ...beside] = images;
    const job: Draft<JobFact> = {
      kind: 'job',
      range: map.range,
      map,
      id,
      runsOn: readField(this.text, map, 'runs-on', runnersOf, isFragment),
      permissions: permissionsOf(this.text, map, isFragment),
      uses: uses && usedAction(uses, this.text),
      container: jobContainer(this.text, '', own, map),
      services: [
        ...this.containers(map),
        ...beside.flatMap((node) => jobContainer(this.text, '', node, map) ?? []),
      ],
      env: mapOf(get(map, 'env')),
      steps: [],
      scripts: [],
      workflow,
    };
    job.steps = this.steps(get(map, 'steps'), job);
    return job;
  }

  private containers(job: YamlMap): readonly JobContainer[] {
    return (mapOf(get(job, 'services'))?.entries ?? []).flatMap(
      ({ key, value }) => jobContainer(this.text, key.value, resolved(value), job) ?? [],
    );
  }

  private steps(node: YamlNode | undefined, job: JobFact | undefined): readonly StepFact[] {
    return (listOf(node)?.items ?? []).flatMap((item) => {
      const map = mapOf(item.node);
      return map === undefined ? [] : [this.step(map, job)];
    });
  }

  private step(map: YamlMap, job: JobFact | undefined): StepFact {
    const uses = scalarOf(get(map, 'uses'));
    return {
      kind: 'step',
      range: map.range,
      map,
      name: readField(this.text, map, 'name', stringOf),
      id: readField(this.text, map, 'id', stringOf),
      uses: uses && usedAction(uses, this.text),
      run: scalarOf(get(map, 'run')),
      shell: readField(this.text, map, 'shell', stringOf),
      env: mapOf(get(map, 'env')),
      with: mapOf(get(map, 'with')),
      job,
    };
  }

  /** Jobs of GitLab, hidden ones (`.base`) too; `default` and what stands at the top count as a job without a name. */
  gitlab(map: YamlMap | undefined): WorkflowFact | undefined {
    if (map === undefined) return undefined;
    const workflow: Draft<WorkflowFact> = {
      kind: 'workflow',
      form: 'gitlab',
      range: map.range,
      map,
      name: readField(this.text, map, 'workflow', (node) => stringOf(getPath(node, 'name'))),
      triggers: absent(),
      permissions: absent(),
      jobs: [],
      steps: [],
    };
    const jobs = [this.gitlabJob('', map, workflow)];
    for (const { key, value } of map.entries) {
      const job = mapOf(value);
      if (job === undefined || (gitlabKeywords.has(key.value) && !/^(?:default|pages)$/.test(key.value)))
        continue;
      jobs.push(this.gitlabJob(key.value, job, workflow));
    }
    workflow.jobs = jobs;
    return workflow;
  }

  private gitlabJob(id: string, map: YamlMap, workflow: WorkflowFact): JobFact {
    return {
      kind: 'job',
      range: map.range,
      map,
      id,
      runsOn: readField(this.text, map, 'tags', (node) => stringsOf(node)),
      permissions: absent(),
      uses: undefined,
      container: jobContainer(this.text, '', get(map, 'image'), map, 'name'),
      services: (listOf(get(map, 'services'))?.items ?? []).flatMap(
        ({ node }) => jobContainer(this.text, '', resolved(node), map, 'name') ?? [],
      ),
      env: mapOf(get(map, 'variables')),
      steps: [],
      scripts: ['before_script', 'script', 'after_script'].flatMap((key) => scalarsOf(get(map, key), 0)),
      workflow,
    };
  }
}

/** `ubuntu-24.04`, `[self-hosted, linux]`, `{group, labels}`. */
function runnersOf(node: YamlNode): readonly string[] | undefined {
  const labels = node.kind === 'map' ? get(node, 'labels') : node;
  const found = stringsOf(labels);
  return found.length === 0 ? undefined : found;
}

/** GitLab flattens lists in lists, up to ten deep. */
function scalarsOf(node: YamlNode | undefined, depth: number): readonly YamlScalar[] {
  const target = resolved(node);
  if (target?.kind === 'scalar') return [target];
  if (target?.kind !== 'list' || depth > 10) return [];
  return target.items.flatMap((item) => scalarsOf(item.node, depth + 1));
}
