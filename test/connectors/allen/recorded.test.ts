import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { structureVocabulary } from '../../../connectors/allen/graphs.ts'
import { modelParts } from '../../../connectors/allen/harvest.ts'
import allen from '../../../connectors/allen/index.ts'
import { createRma } from '../../../connectors/allen/rma.ts'
import { createHttpClient } from '../../../src/sdk/index.ts'
import { startStandin } from '../../../src/sdk/standin/index.ts'
import { mapRow, recordOf } from './read-allen.ts'

/* Replies of the real service, recorded by others, which lie beside the checkout where they are at hand. */

const folder = new URL('../../../../shared/upstreams/allen/rma/', import.meta.url)
const isHere = existsSync(folder)
const recorded = (name: string) => readFileSync(new URL(name, folder), 'utf8')

/** A reply served as it was recorded, read by the connector's own reader. */
async function replayed(name: string, status = 200) {
  const standin = await startStandin({
    handle: () => ({ status, body: recorded(name), type: 'application/json; charset=utf-8' }),
  })
  const http = createHttpClient({
    origins: [standin.url],
    allowPrivateAddresses: true,
    policy: { attempts: 1 },
  })
  try {
    return await createRma(http, standin.url).query({ model: 'Any', numRows: 50 })
  } finally {
    await http.close()
    await standin.close()
  }
}

describe.skipIf(!isHere)(
  'allen: recorded replies (skipped without ../shared/upstreams/allen)',
  () => {
    test('a data set of which the service knows little makes a record with as little', async () => {
      const { rows, numRows, totalRows } = await replayed('section_data_set_123.json')
      expect([rows.length, numRows, totalRows]).toEqual([1, 1, 1])
      const kept = allen.rows.sectionDataSet.parse(rows[0])
      expect(kept).toMatchObject({ id: 123, name: null, failed: false, section_thickness: 25 })
      expect(Object.keys(kept)).not.toContain('weight')
      expect(JSON.stringify(kept)).not.toMatch(/external|sphinx|facet|734881840/)
      expect(recordOf('sectionDataSet', rows[0])).toMatchObject({
        title: 'Allen section data set 123',
        description: 'Section thickness: 25 µm.',
        referenceSpace: [{ label: 'Allen reference space 10' }],
        species: [],
        released: null,
      })
    })

    test('one object is one row, although its joined rows are thousands', async () => {
      const { rows, numRows, totalRows } = await replayed('neuronal_model_472451419.json')
      expect([rows.length, numRows, totalRows]).toEqual([1, 1, 9440])
    })

    test('files of a recorded object link below the base, by their names', async () => {
      const text = recorded('neuronal_model_472451419.json')
      const files = [...text.matchAll(/\{[^{}]*"well_known_file_type": \{[^{}]*\}[^{}]*\}/g)]
        .map(([file]) => JSON.parse(file))
        .filter((file) => 'download_link' in file)
      expect(files.length).toBeGreaterThan(3)
      const { assets } = mapRow('sectionDataSet', { id: 7, well_known_files: files }) ?? {}
      expect(assets?.map((asset) => asset.locator)).toContain(
        'https://api.brain-map.org/api/v2/well_known_file_download/491459173',
      )
      expect(JSON.stringify(assets)).not.toContain('/external/')
      expect(assets?.map((asset) => asset.name)).toContain(
        'Nr5a1-Cre_Ai14-177334.05.01.01_491459171_m.swc',
      )
    })

    test('a service that failed is a refusal, under 200 as under 400', async () => {
      for (const status of [200, 400]) {
        await expect(replayed('error_service_failed.json', status)).rejects.toMatchObject({
          code: 'ANSWER_INVALID',
        })
      }
    })

    test('an object for msg is no rows', async () => {
      expect(await replayed('empty_result_msg_object.json')).toEqual({
        rows: [],
        numRows: 0,
        totalRows: null,
      })
    })

    test('atlases with their ids and names only make records', () => {
      const rows = JSON.parse(recorded('atlas_msg_rows_id_name.json')) as unknown[]
      expect(rows.map((row) => recordOf('atlas', row).title)).toContain(
        'Allen reference atlas: Mouse, Adult, 3D Coronal',
      )
    })

    test('a flat graph with paths as lists gives terms whose parents are those of the rows', () => {
      const rows = JSON.parse(recorded('structures_graph1_flat.json')) as {
        id: number
        acronym: string
        name: string
        parent_structure_id: number | null
      }[]
      const terms = new Map(structureVocabulary(1, rows).map((term) => [term.termId, term]))
      expect(terms.size).toBe(rows.length)
      for (const { id, parent_structure_id } of rows) {
        const parents = parent_structure_id === null ? [] : [`MBA:${parent_structure_id}`]
        expect(terms.get(`MBA:${id}`)?.parents).toEqual(parents)
      }
      expect(terms.get('MBA:382')).toMatchObject({ label: 'Field CA1', synonyms: ['CA1'] })
    })

    test('a nested graph gives a term for each node, acronyms whole', () => {
      const { msg } = JSON.parse(recorded('structure_graph_nested_reduced.json'))
      const terms = new Map(structureVocabulary(1, msg).map((term) => [term.termId, term]))
      expect(terms.get('MBA:201')).toMatchObject({ synonyms: ['SSp-bfd2/3'], parents: ['MBA:329'] })
      // Nested in its parent there, which is not the parent that its row names.
      expect(terms.get('MBA:329')?.parents).toEqual(['MBA:315'])
      expect(terms.size).toBe((JSON.stringify(msg).match(/"id":/g) ?? []).length)
    })

    test('the sample’s structures stand where the recorded graph has them', () => {
      const rows = JSON.parse(recorded('structures_graph1_flat.json')) as {
        id: number
        acronym: string
        parent_structure_id: number | null
      }[]
      const own = JSON.parse(
        readFileSync(
          new URL('../../../connectors/allen/sample/structures.json', import.meta.url),
          'utf8',
        ),
      ) as { graph1: [number, string, string, number | null][] }
      const byId = new Map(rows.map((row) => [row.id, row]))
      const shared = own.graph1.filter(([id]) => byId.has(id))
      expect(shared.length).toBeGreaterThan(200)
      for (const [id, acronym, , parent] of shared) {
        const row = byId.get(id)
        expect([id, acronym, parent]).toEqual([id, row?.acronym.trim(), row?.parent_structure_id])
      }
    })

    test('every include that is asked for was an association in the schema of 2012, or was added since', () => {
      const { msg } = JSON.parse(recorded('enumerate_2012.json'))
      const entries = msg.flatMap((entry: Record<string, object>) =>
        Object.entries('DataDescription' in entry ? (entry.DataDescription ?? {}) : entry),
      )
      const schema = Object.fromEntries(entries) as Record<
        string,
        { associations: { name: string; class: string }[] }
      >
      const addedSince = new Set(['Specimen.stereotaxic_injections'])
      const unknown: string[] = []
      for (const { model, chains } of modelParts) {
        for (const chain of chains) {
          let at: string | null = model
          for (const name of chain) {
            if (at === null) break
            const found: { class: string } | undefined = schema[at]?.associations.find(
              (association) => association.name === name,
            )
            if (found === undefined && !addedSince.has(`${at}.${name}`))
              unknown.push(`${at}.${name}`)
            at = found?.class ?? null
          }
        }
      }
      expect(unknown).toEqual([])
    })
  },
)
