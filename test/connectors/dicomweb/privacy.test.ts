import { describe, expect, test } from 'vitest'
import { planted } from '../../../connectors/dicomweb/standin.ts'
import { seriesTags, studyTags } from '../../../connectors/dicomweb/tags.ts'
import { startStandin } from '../../../src/sdk/standin/index.ts'
import { plantedSeries, plantedStudy, word } from './planted.ts'
import { type Reading, type ReadOptions, read, readStandin } from './read-dicomweb.ts'

/** Everything that a harvest would take, and everything that it would tell. */
function told({ items, rows, records, error, failed }: Reading): string {
  const errors = [error, ...Object.values(failed)].map((one) => [one?.message, one?.cause, one])
  return JSON.stringify([items, [...rows], [...records], errors], (_, value) =>
    value instanceof Error ? { ...value, message: value.message, cause: value.cause } : value,
  )
}

/** An archive of one study, whose every attribute that takes text is a name. */
async function readPlanted(given: ReadOptions = {}): Promise<Reading> {
  const standin = await startStandin({
    handle: ({ path, query }) => {
      if (path.endsWith('/studies')) {
        return {
          json: query.get('offset') === '0' ? [plantedStudy] : [],
          type: 'application/dicom+json',
        }
      }
      return { json: [plantedSeries], type: 'application/dicom+json' }
    },
  })
  try {
    return await read({ baseUrl: `${standin.url}/dicom-web` }, given)
  } finally {
    await standin.close()
  }
}

describe('dicomweb: a name', () => {
  test.each(['assets', 'records', 'none'])(
    'in every attribute goes nowhere (series: %s)',
    async (series) => {
      const reading = await readPlanted({ options: { series, studyDate: 'day' } })
      expect(reading.order).toHaveLength(series === 'records' ? 2 : 1)
      expect(reading.rejected).toEqual([])
      expect(told(reading)).not.toMatch(new RegExp(word, 'i'))
    },
  )

  test('goes no further than the attributes that the owner lets through whole', async () => {
    const reading = await readPlanted({ options: { descriptions: 'whole' } })
    const [row = '{}'] = reading.rows.values()
    const { study, series } = JSON.parse(row)
    const holding = (set: object) =>
      Object.entries(set).flatMap(([tag, value]) =>
        JSON.stringify(value).includes(word) ? tag : [],
      )
    expect(holding(study).sort()).toEqual(
      [studyTags.description, studyTags.modalities, studyTags.species].sort(),
    )
    expect(holding(series[0]).sort()).toEqual(
      [seriesTags.modality, seriesTags.description, seriesTags.bodyPart].sort(),
    )
  })

  test('among the particulars of patients goes nowhere, even where descriptions are whole', async () => {
    const quirks = { sendsPrivate: true, joinsStudy: true }
    const reading = await readStandin(
      { quirks },
      { options: { series: 'records', descriptions: 'whole' } },
    )
    expect(reading.error).toBeNull()
    // The owner has let these three through.
    const { familyName, remark, bodyPart, patientName, ...rest } = planted
    const text = told(reading)
    for (const word of [patientName, ...Object.values(rest)]) expect(text).not.toContain(word)
    expect(text).toContain(familyName)
  })

  test('in a value of a wrong type is refused without being told', async () => {
    const sets = [{ ...plantedStudy, [studyTags.modalities]: { Value: [{ Alphabetic: word }] } }]
    const standin = await startStandin({
      handle: ({ query }) => ({
        json: query.get('offset') === '0' ? sets : [],
        type: 'application/dicom+json',
      }),
    })
    const reading = await read({ baseUrl: standin.url }, { options: { series: 'none' } })
    await standin.close()
    expect(reading.rejected).toEqual([`study:${plantedStudy['0020000D']?.Value?.[0]}`])
    const { items: _, ...rest } = reading
    expect(told({ ...rest, items: [] })).not.toContain(word)
  })

  test('is not asked for: of what a server may leave out, only what is needed is', async () => {
    const asked = new Set<string>()
    const standin = await startStandin({
      handle: ({ query, path }) => {
        for (const tag of query.getAll('includefield')) asked.add(tag)
        const json = path.endsWith('/series') ? [plantedSeries] : [plantedStudy]
        return { json: query.get('offset') === '0' ? json : [], type: 'application/dicom+json' }
      },
    })
    await read({ baseUrl: standin.url })
    await standin.close()
    const needed = [...Object.values(studyTags), ...Object.values(seriesTags)]
    expect([...asked].filter((tag) => !needed.includes(tag as (typeof needed)[number]))).toEqual([])
    expect(asked).not.toContain(studyTags.description)
  })
})
