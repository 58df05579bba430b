import type { BucketSizes } from './buckets.ts'
import { factsOf } from './facts.ts'
import type { ListedFile } from './file-list.ts'
import type { Page } from './front-matter.ts'
import { sitePage } from './links.ts'
import type { Options } from './options.ts'
import {
  type AtlasPage,
  atlasesBehind,
  atlasesOfDataset,
  type DatasetPage,
  instructionsDoi,
  type Pages,
  publicationSlugs,
  textOf,
} from './pages.ts'
import type { FileRow } from './rows.ts'
import { atlasId, datasetId, type SiteFile, slugOf } from './site.ts'

/** A row made of several pages, and of which dataset page it took something. */
export interface Composed {
  row: unknown
  dataset: string | null
}

/** An atlas with the publications that its page lists. */
export async function atlasRow(file: SiteFile, pages: Pages, options: Options): Promise<Composed> {
  const atlases = await pages.atlases()
  const atlas = atlases.find(({ slug }) => slug === slugOf(file.path)) as AtlasPage
  const { page } = atlas
  const row = {
    path: file.path,
    frontMatter: page?.frontMatter ?? null,
    publications: await pages.publications(publicationSlugs(atlas)),
    htan: factsOf(page?.body ?? '', instructionsDoi(options)).htan,
  }
  return { row, dataset: null }
}

/** A dataset with what its page and its list say. */
export async function datasetRow(
  dataset: DatasetPage,
  file: SiteFile,
  pages: Pages,
  options: Options,
  buckets: BucketSizes,
): Promise<Composed> {
  const { page, links, text, place, files } = dataset
  const frontMatter = page?.frontMatter ?? null
  const described = JSON.stringify(frontMatter?.data ?? null)
  const atlases = atlasesOfDataset(dataset, await pages.atlases(), options.siteUrl)
  const row = {
    path: file.path,
    frontMatter,
    links,
    parents: atlases.map(atlasId),
    bucket: place === null ? null : `s3://${place.bucket}/${place.prefix}`,
    facts: factsOf(`${described}\n${text}`, instructionsDoi(options)),
    files: files.map((one) => fileRow(one, buckets)),
  }
  return { row, dataset: dataset.slug }
}

/** A card below its dataset and the atlases that show it, with the files that the dataset lists of its sample. */
export async function cardRow(
  page: Page,
  file: SiteFile,
  pages: Pages,
  options: Options,
  buckets: BucketSizes,
): Promise<Composed> {
  const frontMatter = page.frontMatter ?? {}
  const link = textOf(frontMatter.info_link) ?? textOf(frontMatter.iinfo_link)
  const slug = datasetOf(link, file, pages, options)
  const dataset = slug === null ? null : await pages.dataset(slug)
  const tags = Array.isArray(frontMatter.tags) ? frontMatter.tags : []
  const atlases = await pages.atlases()
  const linked = atlasesBehind(link, atlases, options.siteUrl)
  const showing = atlases.filter((atlas) => atlas.tags.some((tag) => tags.includes(tag)))
  const row = {
    path: file.path,
    frontMatter: page.frontMatter,
    parents: [
      ...(slug === null ? [] : [datasetId(slug)]),
      ...new Set([...linked, ...showing.map((atlas) => atlas.slug)].map(atlasId)),
    ],
    publications: dataset?.publications ?? [],
    files: filesOfCard(file, dataset).map((one) => fileRow(one, buckets)),
  }
  return { row, dataset: slug }
}

/** The dataset page that a card links to, else the one whose name its folder bears. */
function datasetOf(
  link: string | null,
  { path }: SiteFile,
  pages: Pages,
  { siteUrl }: Options,
): string | null {
  const target = sitePage(link, siteUrl)
  const linked = target?.collection === 'atlas-datasets' ? target.slug : null
  const folder = slugOf(path).split('/')[0] ?? ''
  return [linked, folder].find((slug) => slug !== null && pages.hasDataset(slug)) ?? null
}

/**
 * Files of the sample that a card is named after: `MEL01-1-1-overview` is of MEL01-1-1, and `MEL01-1-0-he-overview` of
 * the regions MEL01-1-0-ROI1, … that the list has of H&E images.
 */
function filesOfCard({ path }: SiteFile, dataset: DatasetPage | null): ListedFile[] {
  const name = slugOf(path).split('/').at(-1) ?? ''
  const sample = name.replace(/^osd-/, '').replace(/-overview$/, '')
  const stained = sample.replace(/-he$/, '')
  return (dataset?.files ?? []).filter(
    (file) =>
      file.sample === sample || (stained !== sample && file.sample.startsWith(`${stained}-ROI`)),
  )
}

function fileRow({ sample: _, ...file }: ListedFile, buckets: BucketSizes): FileRow {
  const listed = buckets.find(file)
  return {
    ...file,
    ...(listed === null ? {} : { size: listed.size, isExact: true }),
    region: listed?.region ?? null,
    availability: listed?.availability ?? null,
  }
}
