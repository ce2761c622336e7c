/**
 * An image reference, taken apart once, by the grammar of the distribution project
 * (github.com/distribution/reference, v0.6): `[registry/]path[:tag][@digest]`.
 */
export interface ImageReference {
  /** `docker.io` when none is written. */
  readonly registry: string;
  readonly hasRegistry: boolean;
  /** `library/nginx` is written `nginx`; this is as written, without registry, tag and digest. */
  readonly repository: string;
  readonly tag: string | undefined;
  /** `sha256:…` */
  readonly digest: string | undefined;
}
