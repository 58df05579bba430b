import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { sessionRow } from '../../../connectors/xnat/compose.ts'
import xnat from '../../../connectors/xnat/index.ts'
import { itemOf, type WireItem } from '../../../connectors/xnat/items.ts'
import { namedBy, readScanRules } from '../../../connectors/xnat/rules.ts'
import { groupOf } from '../../../connectors/xnat/subjects.ts'
import { byId, rowsOf, type TableRow } from '../../../connectors/xnat/tables.ts'
import { MappedRecord } from '../../../src/model/index.ts'
import { mapRow } from './read-xnat.ts'

/* Answers of real servers, recorded by others, which lie beside the checkout where they are at hand. */

const folder = new URL('../../../../shared/upstreams/xnat/', import.meta.url)
const isHere = existsSync(folder)
const recorded = (name: string) => JSON.parse(readFileSync(new URL(name, folder), 'utf8'))

const place = {
  metIn: 'Sandbox',
  governs: 'Sandbox',
  accessibility: 'public' as const,
  isOpen: false,
}
const everyProject = (project: string | null) => project !== null

/** A session's fields as its item, with what hangs on it. */
function itemWith(fields: object, scans: object[] = []): WireItem {
  const children = scans.map((data_fields) => ({
    meta: { 'xsi:type': 'xnat:mrScanData' },
    data_fields,
    children: [],
  }))
  const item = {
    meta: { 'xsi:type': 'xnat:mrSessionData' },
    data_fields: { ID: 'E1', ...fields },
    children: [{ field: 'scans/scan', items: children }],
  }
  return itemOf({ items: [item] }, (item.data_fields as { ID: string }).ID)
}

function mapped(listed: TableRow, item: WireItem | null, options: object = {}) {
  const row = sessionRow(place, listed, item, everyProject)
  const { record, assets } = mapRow('session', row, options)
  expect(MappedRecord.safeParse(record).error).toBeUndefined()
  return { record, assets, kept: JSON.stringify(xnat.rows.session.parse(row)) }
}

describe.skipIf(!isHere)(
  'xnat: recorded answers (skipped without ../shared/upstreams/xnat)',
  () => {
    test('every recorded file is looked at here, or said to be of another kind', () => {
      const used = [
        'archive-model-session.json',
        'project-subjects-with-last_modified.json',
        'projects-single.json',
        'rows-mcw-devxnat.json',
        'scan-data-fields-mr.json',
        'search-columns-mrscan.json',
        'session-data-fields-mr.json',
        'stored-searches.rows.json',
        'subject-experiments-pet-ct.json',
        'subjects-itcrdemo.json',
      ]
      const others = {
        'README.md': 'says where they are from',
        'catalog-mr-scan4-with-sizes.xml': 'a catalogue in XML, which is not asked for',
        'qido-studies-xnat-plugin.json': 'DICOMweb, another way in',
      }
      expect(readdirSync(folder).sort()).toEqual([...used, ...Object.keys(others)].sort())
    })

    test('the one project is a study by its name, led by its investigator', () => {
      const [row] = rowsOf(recorded('projects-single.json'), ['ID'])
      const { record } = mapRow('project', {
        id: row?.ID,
        name: row?.name,
        secondaryId: row?.secondary_ID,
        description: row?.description,
        investigator: `${row?.pi_firstname} ${row?.pi_lastname}`,
        accessibility: 'private',
        isOpen: false,
        modalities: [],
        subjects: null,
      })
      expect(record).toMatchObject({
        title: 'XNAT Project',
        description: null,
        creators: ['An MrPI'],
      })
    })

    test('subjects are counted, shared ones too, with or without a number of records', () => {
      const itcr = byId(rowsOf(recorded('subjects-itcrdemo.json'), ['ID', 'project']))
      expect(groupOf(itcr, [])).toEqual({ count: 2, ageMin: null, ageMax: null })
      const ucl = byId(rowsOf(recorded('project-subjects-with-last_modified.json'), ['ID']))
      expect(groupOf(ucl, []).count).toBe(2)
    })

    test('sessions of lists are records without their items', () => {
      const { experiments } = recorded('rows-mcw-devxnat.json')
      const rows = [
        ...rowsOf(recorded('subject-experiments-pet-ct.json'), ['ID', 'label']),
        ...experiments,
      ]
      const records = rows.map((row) => mapped(row, null, { depth: 'sessions' }).record)
      expect(records.map(({ title }) => title)).toEqual([
        'QIN-HEADNECK-01-0003: PET session',
        'QIN-HEADNECK-01-0003a: CT session',
        '06_121720: MR session',
      ])
      expect(records.map(({ modality }) => modality[0]?.termId)).toEqual([
        'atlas:pet',
        'atlas:ct',
        'atlas:mri',
      ])
    })

    test('a session as an item keeps what is of the scan and nothing of the patient', () => {
      const { experiments, experiment_data_fields, scans } = recorded('rows-mcw-devxnat.json')
      const item = itemWith(experiment_data_fields, scans)
      const { record, kept } = mapped(experiments[0], item, { timeZone: 'America/Chicago' })
      expect(record).toMatchObject({
        title: '06_121720: MR session',
        fieldStrength: 3,
        modified: '2021-03-18T16:33:11.835Z',
        parents: ['project:Sandbox'],
        description: '1 scan: 3 Plane Localizer.',
      })
      expect(record.keywords).toEqual([
        '3 Plane Localizer',
        'Kinematics',
        'GE MEDICAL SYSTEMS',
        'SIGNA Premier',
      ])
      expect(kept).not.toMatch(/83\.91|DEVX_S03114|"06"|operator|dcmPatient/)
    })

    test('an MR session with its scan is of the head, at 3 T, T1-weighted; names and birth date are gone', () => {
      const fields = recorded('session-data-fields-mr.json')
      const item = itemWith(fields, [recorded('scan-data-fields-mr.json')])
      const { record, kept } = mapped({ ID: 'E1', label: 'Sample_MR3' }, item)
      expect(record.fieldStrength).toBe(3)
      expect(record.structure.map(({ label }) => label)).toEqual(['head'])
      expect(record.modality.map(({ termId, raw }) => [termId, raw])).toEqual([
        ['atlas:mri', 'MR'],
        ['atlas:mri-t1w', 't1_mpr_1mm_p2_pos50'],
      ])
      for (const word of ['OPERATOR', 'Sample Patient', '1975', 'COMMENTS', 'MEDPC', 'Hospital']) {
        expect([word, kept.includes(word)]).toEqual([word, false])
      }
    })

    test('the scan types of a whole session are known to the rules', () => {
      const { scans } = recorded('archive-model-session.json') as { scans: { label: string }[] }
      const names = scans.map(({ label }) => label.replace(/^\d+ - /, ''))
      const rules = readScanRules()
      const unknown = names.filter((name) => namedBy(rules, [name], 'MR').modality === undefined)
      expect([names.length, unknown]).toEqual([1, []])
    })

    test('what comes from another service is no table and no item, and says so', () => {
      for (const name of ['search-columns-mrscan.json', 'stored-searches.rows.json']) {
        expect(() => rowsOf(recorded(name), [])).toThrow('JSON that is no table')
      }
      expect(() => itemOf(recorded('archive-model-session.json'), 'XNAT_E00003')).toThrow('no item')
    })
  },
)
