import { createHash } from 'node:crypto'
import { listedPublications, shownTags } from './facts.ts'
import { filesOf, type ListedFile, type Place, placeOf } from './file-list.ts'
import { type Page, pageOf } from './front-matter.ts'
import { doiOf, sitePage, webUrl } from './links.ts'
import type { Options } from './options.ts'
import { type LabelledLink, publicationAt, publicationsOf } from './publications.ts'
import type { PublicationRow } from './rows.ts'
import { type Collection, largestPage, type Repository, type SiteFile, slugOf } from './site.ts'

/** An atlas page as far as others need it. */
export interface AtlasPage {
  slug: string
  page: Page | null
  /** Tags of the cards that it shows. */
  tags: string[]
  /** Root of a site of its own, where the atlas has one. */
  root: string | null
  /** Slug of the dataset page that it names. */
  dataset: string | null
}

export interface DatasetPage {
  slug: string
  page: Page | null
  /** The page's body and its list. */
  text: string
  links: LabelledLink[]
  publications: PublicationRow[]
  place: Place | null
  files: ListedFile[]
}

/** The pages of the site, each read once, when it is first asked for. */
export interface Pages {
  files(collection: Collection): SiteFile[]
  /** Null for a file without front matter. `frontMatter` is null too where the page is larger than any that is read. */
  page(file: SiteFile): Promise<Page | null>
  atlases(): Promise<AtlasPage[]>
  /** Null when there is no such page. */
  dataset(slug: string): Promise<DatasetPage | null>
  hasDataset(slug: string): boolean
  publications(slugs: readonly string[]): Promise<PublicationRow[]>
  /** What a dataset page and its list were at; empty when there are none. */
  datasetMark(slug: string): string
  /** What a whole collection was at. */
  mark(collection: Collection): string
}

/** Ending of files that are lists for the dataset page of the same name, and no pages themselves. */
const listEnding = '-file-list'

export function createPages(repository: Repository, all: readonly SiteFile[]): Pages {
  const bySlug = new Map(all.map((file) => [file.path, file]))
  const read = once((path: string) => {
    const file = bySlug.get(path)
    return file === undefined ? Promise.resolve(null) : pageIn(file)
  })
  const isList = ({ path }: SiteFile) => slugOf(path).endsWith(listEnding)

  async function pageIn(file: SiteFile): Promise<Page | null> {
    if (file.size > largestPage) return { frontMatter: null, body: '' }
    return pageOf(await repository.text(file))
  }

  function files(collection: Collection): SiteFile[] {
    return all.filter((file) => file.path.startsWith(`${collection}/`) && !isList(file))
  }

  const atlases = once(async () =>
    Promise.all(
      files('_atlases').map(async ({ path }): Promise<AtlasPage> => {
        const page = await read(path)
        const { redirect_to: root, dataset } = page?.frontMatter ?? {}
        return {
          slug: slugOf(path),
          page,
          tags: shownTags(page?.body ?? ''),
          root: webUrl(textOf(root)),
          dataset: textOf(dataset),
        }
      }),
    ),
  )

  const dataset = once(async (slug: string): Promise<DatasetPage | null> => {
    const page = await read(`_atlas-datasets/${slug}.md`)
    if (page === null) return null
    const list = bySlug.get(`_atlas-datasets/${slug}${listEnding}.md`)
    const isListed = list !== undefined && list.size <= largestPage
    const text = `${page.body}\n${isListed ? await repository.text(list) : ''}`
    const links = linksOf(page)
    const place = placeOf(text)
    return {
      slug,
      page,
      text,
      links,
      publications: publicationsOf(textOf(publicationOf(page).title), links),
      place,
      files: filesOf(text, place),
    }
  })

  return {
    files,
    page: ({ path }) => read(path),
    atlases: () => atlases(''),
    dataset,
    hasDataset: (slug) => bySlug.has(`_atlas-datasets/${slug}.md`),
    async publications(slugs) {
      const found = await Promise.all(slugs.map((slug) => read(`_publications/${slug}.md`)))
      return found.flatMap((page) => {
        const { title, publication_link: link } = page?.frontMatter ?? {}
        return publicationAt(textOf(title), textOf(link))
      })
    },
    datasetMark(slug) {
      const of = (name: string) => bySlug.get(`_atlas-datasets/${name}.md`)?.sha ?? ''
      return `${of(slug)} ${of(slug + listEnding)}`
    },
    mark: (collection) =>
      digest(all.filter(({ path }) => path.startsWith(`${collection}/`)).map(({ sha }) => sha)),
  }

  function linksOf(page: Page): LabelledLink[] {
    const { links } = publicationOf(page)
    if (!Array.isArray(links)) return []
    return links.flatMap((one: unknown) =>
      Object.entries(objectOf(one)).map(([label, url]) => ({ label, url: textOf(url) })),
    )
  }

  function publicationOf(page: Page): Readonly<Record<string, unknown>> {
    return objectOf(objectOf(page.frontMatter?.data).publication)
  }
}

/** Atlases that a dataset belongs to: those that its page links to, else those whose page names it. */
export function atlasesOfDataset(
  { slug, links }: DatasetPage,
  atlases: readonly AtlasPage[],
  siteUrl: string,
): string[] {
  const linked = links.flatMap(({ url }) => atlasesBehind(url, atlases, siteUrl))
  if (linked.length > 0) return [...new Set(linked)]
  return atlases.filter(({ dataset }) => dataset === slug).map((atlas) => atlas.slug)
}

/** Atlases that a link leads to: their page, or anything on a site of their own. */
export function atlasesBehind(
  link: string | null,
  atlases: readonly AtlasPage[],
  siteUrl: string,
): string[] {
  const here = sitePage(link, siteUrl)
  const url = webUrl(link)
  return atlases
    .filter(({ slug, root }) => {
      if (here?.collection === 'atlases' && here.slug === slug) return true
      return root !== null && (url ?? '').startsWith(root)
    })
    .map(({ slug }) => slug)
}

export function publicationSlugs({ page }: AtlasPage): string[] {
  return listedPublications(page?.body ?? '')
}

/** DOI of the page that says how to be let in. */
export function instructionsDoi({ instructionsUrl }: Options): string {
  return doiOf(instructionsUrl) ?? instructionsUrl
}

export function textOf(value: unknown): string | null {
  const text = typeof value === 'string' ? value.trim() : ''
  return text === '' ? null : text
}

export function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 27)
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {}
}

/** What `make` gives for each name, made once. */
function once<T>(make: (name: string) => Promise<T>): (name: string) => Promise<T> {
  const made = new Map<string, Promise<T>>()
  return (name) => {
    const known = made.get(name)
    if (known !== undefined) return known
    const fresh = make(name)
    made.set(name, fresh)
    // What failed is asked for again by whoever comes next.
    fresh.catch(() => made.delete(name))
    return fresh
  }
}
