/** What the name of a file says about where it is used. */
export interface NamedEnvironment {
  readonly kind: 'production' | 'development';
  /** The file's own name, or the folder's with its slash. */
  readonly name: string;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const production = words('prod production prd live');
/** Shared, and often reachable and filled with real data: not production, and no reason to be milder. */
const between = words('staging stage stg preprod uat qa integration');
const development = words('dev devel development localhost minikube k3d');
/** Names of Compose files for one machine (docs.docker.com, "Merge Compose files": the override is for development). */
const composeDevelopment = words('test tests testing ci e2e override demo');
/** What a name may go on with behind `dev`, `local` or `kind`, so that it still says where and not what. */
const stems = words(
  'values compose config configuration env environment cluster setup stack install installation guide tutorial ' +
    'kustomization deployment dev development testing secrets overlay',
);
const folders = words('dev development minikube k3d kind local-dev dev-local');
/** Folders whose children are environments: in them `local` is one, elsewhere it may be a kind of storage. */
const parents = words(
  'overlays overlay env envs environment environments values config configs clusters cluster deploy deployment ' +
    'k8s kubernetes manifests kustomize helm compose docker',
);

/**
 * Where a file is used, as far as its name says so: `compose.dev.yaml`, `values-local.yaml`,
 * `overlays/dev/patch.yaml`, `docs/development.md`, `values-prod.yaml`.
 *
 * The file's own name goes before its folders, the inner folder before the outer one, and a folder counts only
 * in a relative path: above the workspace anything may be called `dev`. Staging and the like end the search.
 */
export function environmentOfName(path: string): NamedEnvironment | undefined {
  const segments = path.replaceAll('\\', '/').toLowerCase().split('/');
  const name = segments.pop() ?? '';
  const own = kindOfFile(name);
  if (own === 'between') return undefined;
  if (own !== undefined) return { kind: own, name };
  if (segments[0] === '' || segments.includes('..') || /^[a-z]:$/.test(segments[0] ?? '')) return undefined;
  for (let i = segments.length - 1; i >= 0; i--) {
    const folder = segments[i] ?? '';
    const kind = kindOfFolder(folder, segments[i - 1]);
    if (kind === 'between') return undefined;
    if (kind !== undefined) return { kind, name: `${folder}/` };
  }
  return undefined;
}

type Kind = NamedEnvironment['kind'] | 'between' | undefined;

function kindOfFile(name: string): Kind {
  const dot = name.lastIndexOf('.');
  const isEnv = /^\.env\b/.test(name);
  const parts = (dot > 0 && !isEnv ? name.slice(0, dot) : name)
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  const extension = dot > 0 ? name.slice(dot + 1) : '';
  const [first = ''] = parts;
  const last = parts[parts.length - 1] ?? '';
  if (parts.some((word) => production.has(word))) return 'production';
  if (parts.some((word) => between.has(word))) return 'between';
  const isCompose = parts.includes('compose');
  if (isCompose && parts.some((word) => composeDevelopment.has(word) || word === 'local'))
    return 'development';
  if (development.has(last)) return 'development';
  const rest = parts.slice(1);
  const isStem = rest.length > 0 && rest.every((word) => stems.has(word) || word === 'docker');
  if (isStem && (development.has(first) || first === 'local' || first === 'kind')) return 'development';
  // `local.md` may be about local storage; `values-local.yaml` and `local.env` are for one machine.
  if (last === 'local' && extension !== 'md' && extension !== 'mdx') return 'development';
  return last === 'kind' && first === 'values' ? 'development' : undefined;
}

function kindOfFolder(folder: string, parent: string | undefined): Kind {
  if (production.has(folder)) return 'production';
  if (between.has(folder)) return 'between';
  if (folders.has(folder)) return 'development';
  return folder === 'local' && parent !== undefined && parents.has(parent) ? 'development' : undefined;
}
