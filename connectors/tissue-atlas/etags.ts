import type { Options } from './options.ts'
import { digest, type Pages } from './pages.ts'
import type { SiteFile } from './site.ts'

/**
 * Marks of what a page was at, and what else its record is made of, so that one that did not change is not read
 * again: the hash of its blob, those of the atlas pages, and those of the dataset page that it took something of.
 */
export interface Etags {
  of(file: SiteFile, dataset: string | null): string
  isSame(etag: string, file: SiteFile): boolean
}

/**
 * @param version The connector's, so that a new mapping is applied to all.
 * @param buckets What the listings of buckets came to.
 */
export function createEtags(
  pages: Pages,
  options: Options,
  version: number,
  buckets: string,
): Etags {
  const setting = digest([version, options, buckets])
  const names = digest(pages.files('_atlas-datasets').map(({ path }) => path))
  const atlases = pages.mark('_atlases')
  const publications = pages.mark('_publications')

  function of({ path, sha }: SiteFile, dataset: string | null): string {
    const isAtlas = path.startsWith('_atlases/')
    const others = isAtlas ? [publications] : [atlases, names]
    const own = dataset === null ? '' : pages.datasetMark(dataset)
    return [digest([setting, sha, others, own]), dataset ?? ''].join(' ')
  }

  return {
    of,
    isSame(etag, file) {
      const [, dataset = ''] = etag.split(' ')
      return etag === of(file, dataset === '' ? null : dataset)
    },
  }
}
