import { z } from 'zod'
import { Availability } from '#sdk'
import { withoutAddresses } from './plain-text.ts'

/** What YAML makes of a word: `1.5` a number, `true` a boolean. Empty counts as absent. */
const Text = z
  .union([z.string(), z.number(), z.boolean()])
  .nullish()
  .transform((value) => {
    const text = value == null ? '' : withoutAddresses(String(value)).trim()
    return text === '' ? null : text
  })
const Words = z
  .union([z.array(Text), Text])
  .transform((value) => (Array.isArray(value) ? value : [value]).filter((word) => word !== null))
const Texts = z.array(z.string())

const Publication = z.object({
  title: Text,
  doi: z.string().nullable(),
  url: z.string().nullable(),
})
export type PublicationRow = z.output<typeof Publication>

const File = z.object({
  name: z.string(),
  bucket: z.string().nullable(),
  key: z.string().nullable(),
  synapse: z.string().nullable(),
  size: z.int().nonnegative().nullable(),
  isExact: z.boolean(),
  isFolder: z.boolean(),
  level: z.string().nullable(),
  /** Of a bucket that was listed. */
  region: z.string().nullable(),
  availability: Availability.nullable(),
})
export type FileRow = z.output<typeof File>

const Facts = z.object({
  synapse: Texts,
  deposits: Texts,
  htan: Texts,
  sampling: Texts,
  levels: Texts,
  techniques: Texts,
  viewers: Texts,
  namesInstructions: z.boolean(),
})

/** A page's front matter is null where its YAML is broken, which is no row. */
export const AtlasRow = z.object({
  path: z.string(),
  frontMatter: z.object({
    title: Text,
    name: Text,
    'short-name': Text,
    summary: Text,
    grant: Text,
    link: Text,
    redirect_to: Text,
    'project-image': Text,
  }),
  publications: z.array(Publication),
  htan: Texts,
})
export type AtlasRow = z.output<typeof AtlasRow>

export const DatasetRow = z.object({
  path: z.string(),
  frontMatter: z.object({
    title: Text,
    data: z
      .object({
        publication: z
          .object({ title: Text, authors: Text, journal: Text, description: Text })
          .nullish(),
      })
      .nullish(),
  }),
  /** Links of the front matter with the words that stand for them. */
  links: z.array(z.object({ label: Text, url: Text })),
  parents: Texts,
  /** Whether the page names a bucket, and the bucket with its prefix: `s3://hta-melatlas-1/data/`. */
  bucket: z.string().nullable(),
  facts: Facts,
  files: z.array(File),
})
export type DatasetRow = z.output<typeof DatasetRow>

export const CardRow = z
  .object({
    path: z.string(),
    frontMatter: z.object({
      title: Text,
      image: Text,
      date: Text,
      minerva_link: Text,
      cbio_portal_link: Text,
      broad_portal_link: Text,
      cellxgene_link: Text,
      view_data_link: Text,
      info_link: Text,
      /** A slip of the site's that stands for `info_link`. */
      iinfo_link: Text,
      tags: Words,
    }),
    parents: Texts,
    publications: z.array(Publication),
    files: z.array(File),
  })
  .check(({ value: { frontMatter: card }, issues }) => {
    const says = [card.title, card.image, card.minerva_link, card.cbio_portal_link]
    if (says.some((text) => text !== null)) return
    // Neither a name nor anything to look at: there is nothing to be a record of.
    issues.push({
      code: 'invalid_type',
      expected: 'string',
      input: undefined,
      path: ['frontMatter', 'title'],
    })
  })
export type CardRow = z.output<typeof CardRow>
