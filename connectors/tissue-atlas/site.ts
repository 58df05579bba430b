/** A file of the site's repository. */
export interface SiteFile {
  /** From the repository's root: `_data-cards/liu-lin-2019/AL1.md`. */
  path: string
  /** SHA-1 of its git blob, hexadecimal: the same bytes have the same, wherever they are. */
  sha: string
  /** Bytes. */
  size: number
}

/** Where the site's files are. */
export interface Repository {
  /**
   * The files of the collections that are read, by path.
   *
   * @throws {GatewayError} `ANSWER_INVALID` when this is not the site, and what `HttpClient` throws.
   */
  files(): Promise<SiteFile[]>
  /**
   * The text of a file.
   *
   * @throws {GatewayError} `ANSWER_INVALID` when it is not what its hash says, and what `HttpClient` throws.
   */
  text(file: SiteFile): Promise<string>
}

/** Collections of the site (Jekyll's word for folders of pages) that are read. Those about people are not. */
export const collections = ['_atlas-datasets', '_atlases', '_data-cards', '_publications'] as const
export type Collection = (typeof collections)[number]

/** Largest page that is read, in bytes: the longest of the site has 9 kB. */
export const largestPage = 1024 * 1024

export function isRead(path: string): boolean {
  return path.endsWith('.md') && collections.some((name) => path.startsWith(`${name}/`))
}

/** What a page is called below its collection: `liu-lin-2019/AL1`. */
export function slugOf(path: string): string {
  return path.slice(path.indexOf('/') + 1).replace(/\.md$/, '')
}

/** `_data-cards/liu-lin-2019/AL1.md` as `data-cards/liu-lin-2019/AL1`. */
export function nativeIdOf(path: string): string {
  return path.replace(/^_/, '').replace(/\.md$/, '')
}

export function datasetId(slug: string): string {
  return `atlas-datasets/${slug}`
}

export function atlasId(slug: string): string {
  return `atlases/${slug}`
}
