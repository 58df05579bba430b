import { z } from 'zod'
import type { S3Object } from '#sdk'
import { withoutMail } from '../documents/words.ts'
import { paperFiles, readPapers } from '../papers.ts'
import type { Reading } from '../reading.ts'
import type { BidsRow } from '../rows.ts'
import type { TopLevel } from '../top-level.ts'
import { ageUnit } from '../units.ts'
import { bareDoi, Description } from './description.ts'
import { readParticipants } from './participants.ts'
import { readSidecars } from './sidecars.ts'
import { surveyOf } from './survey.ts'

export interface BidsRequest {
  top: TopLevel
  prefix: string
  /** The first files of the listing. */
  objects: readonly S3Object[]
  /** Whether these are all. */
  isWhole: boolean
  reading: Reading
  /** Sidecars read at most. */
  sidecars: number
}

export const bidsMarker = 'dataset_description.json'

const ParticipantsKey = z.object({ age: z.object({ Units: z.string().min(1).max(30) }) })

/** Reads the few files that describe a BIDS dataset as a whole. */
export async function readBids(request: BidsRequest): Promise<Omit<BidsRow, 'site'>> {
  const { top, prefix, objects, isWhole, reading, sidecars } = request
  const { files, folders } = top
  const survey = surveyOf(prefix, withTop(objects, top))
  const [said, papers, participants] = await Promise.all([
    readDescription(files.get(bidsMarker), reading),
    readPapers(top, reading),
    readPeople(top, reading),
  ])
  const doi = bareDoi(said.DatasetDOI)
  const made = [...(said.GeneratedBy ?? []), said.PipelineDescription ?? null]
  return {
    name: said.Name ?? null,
    type: said.DatasetType ?? null,
    description: said.Description ? withoutMail(said.Description) : null,
    license: said.License ?? null,
    authors: (said.Authors ?? []).map((name) => withoutMail(name).trim()).filter(Boolean),
    doi,
    references: [
      ...(said.ReferencesAndLinks ?? []),
      ...(said.HowToAcknowledge ? [said.HowToAcknowledge] : []),
    ].map(withoutMail),
    keywords: said.Keywords ?? [],
    generatedBy: made.filter((one) => one !== null),
    sourceDatasets: [
      ...(said.SourceDatasets ?? []).flatMap((one) => one ?? []),
      ...(said.SourceDatasetsURLs ?? []),
    ],
    papers,
    participants,
    subjectFolders: folders.filter((name) => /^sub-/.test(name) && !/emptyroom/i.test(name)).length,
    survey: {
      isWhole: isWhole && top.isWhole,
      series: survey.series,
      tasks: survey.tasks,
      sessions: survey.sessions.length,
      spaces: survey.spaces,
      atlases: survey.atlases,
    },
    sidecars: await readSidecars(survey, reading, sidecars),
  }
}

/** All that `readBids` may read: with the ETags of these unchanged it says the same. */
export function bidsFiles(top: TopLevel): S3Object[] {
  const { files } = top
  return [
    files.get(bidsMarker),
    files.get('participants.tsv'),
    files.get('participants.json'),
    ...Object.values(paperFiles(top)),
  ].filter((file) => file !== undefined)
}

async function readDescription(file: S3Object | undefined, reading: Reading): Promise<Description> {
  const json = await reading.json(file)
  const parsed = Description.safeParse(json)
  if (json !== null && !parsed.success) reading.problem(`${bidsMarker} is no object`)
  return parsed.data ?? {}
}

async function readPeople({ files }: TopLevel, reading: Reading): Promise<BidsRow['participants']> {
  const [table, key] = await Promise.all([
    reading.text(files.get('participants.tsv')),
    reading.json(files.get('participants.json')),
  ])
  if (table === null) return null
  try {
    const people = readParticipants(table)
    // BIDS counts ages in years where nothing else is said.
    const unit = ParticipantsKey.safeParse(key).data?.age.Units ?? null
    return { ...people, ageUnit: people.ageMin === null ? null : ageUnit(unit ?? 'years') }
  } catch {
    // The parser's own words may hold a cell.
    reading.problem('participants.tsv is no table of participants')
    return null
  }
}

/** Files at the top come late in a listing, behind those of the subjects; sidecars are among them. */
function withTop(objects: readonly S3Object[], { files }: TopLevel): S3Object[] {
  const listed = new Set(objects.map(({ key }) => key))
  return [...objects, ...[...files.values()].filter(({ key }) => !listed.has(key))]
}
