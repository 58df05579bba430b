import { describe, expect, test } from 'vitest'
import { namesSomebody } from '../../../connectors/xnat/names-of-people.ts'
import { planted } from '../../../connectors/xnat/standin.ts'
import { groupOf } from '../../../connectors/xnat/subjects.ts'
import { tracesOf } from '../try-site.ts'
import { mapRow, withSite } from './read-xnat.ts'

describe('xnat: nothing of a person', () => {
  test.each(['projects', 'sessions', 'scans', 'resources', 'files'] as const)(
    'is kept, logged or told at the depth %s, wherever the site sends it',
    async (depth) => {
      // Of single files there are tens of thousands elsewhere.
      const projects = depth === 'files' ? ['RODENT_MRI', 'TUMOUR'] : []
      await withSite({ source: { depth, projects } }, async (one) => {
        expect((await one.harvest()).state).toBe('SUCCEEDED')
        const all = await tracesOf(one)
        const words = one.site.personal()
        expect(words.length).toBeGreaterThan(Object.keys(planted).length)
        expect(words.filter((word) => all.includes(word))).toEqual([])
      })
    },
  )

  test('is told by an error, whatever the page of the error says', async () => {
    await withSite({}, async (one) => {
      await one.harvest()
      for (const how of ['error-page', 'forbidden-page', 'missing-page', 'other-json'] as const) {
        const order = one.site.misbehave({ how })
        await one.harvest()
        order.remove()
      }
      one.site.faults.add({ kind: 'drift' })
      await one.harvest()
      const all = await tracesOf(one)
      expect(one.site.personal().filter((word) => all.includes(word))).toEqual([])
    })
  })

  test('is in a row once it went through its shape', () => {
    const secret = 'zqSecretzq'
    const resource = { label: 'DICOM', URI: `/data/${secret}`, cache_path: secret, file_size: '' }
    const row = {
      metIn: 'P',
      accessibility: 'public',
      isOpen: false,
      listed: { ID: 'E1', subject_ID: secret, insert_user: secret, note: secret },
      item: {
        xsiType: 'xnat:mrSessionData',
        fields: {
          ID: 'E1',
          label: 'one',
          dcmPatientName: secret,
          dcmPatientId: secret,
          dcmPatientBirthDate: secret,
          dcmAccessionNumber: secret,
          operator: secret,
          age: 37,
          note: secret,
          'investigator/lastname': secret,
          studyComments: secret,
          prearchivePath: secret,
        },
        shares: [{ project: 'Q', label: secret }],
        resources: [resource],
        scans: [
          {
            xsiType: 'xnat:mrScanData',
            fields: { ID: '1', note: secret, operator: secret, documentation: secret },
            resources: [resource],
          },
        ],
        assessors: [
          { xsiType: 'x:y', fields: { ID: 'A', note: secret }, out: [resource], resources: [] },
        ],
      },
    }
    expect(JSON.stringify(mapRow('session', row))).not.toMatch(/zqSecretzq|37/)
  })
})

describe('xnat: texts that people write names into', () => {
  const isName = namesSomebody({
    dcmPatientName: 'MÜLLER^Anna Maria',
    dcmPatientBirthDate: '1975-12-31',
    operator: 'FIRST^OPERATOR\\Second^Operator',
  })

  test.each([
    'mueller_no, muller anna maria 2',
    'ANNA-MARIA_MULLER_T1',
    'brain 19751231',
    'visit 1975-12-31',
    'scan by Operator First',
  ])('%s names somebody', (text) => {
    expect(isName(text)).toBe(true)
  })

  test.each(['T1 MPRAGE', 'Anna', 'first visit', '2024-01-02', null, 7])(
    '%s names nobody',
    (text) => {
      expect(isName(text)).toBe(false)
    },
  )

  test('a pseudonym in the place of a name is no name', () => {
    const isPseudonym = namesSomebody({
      dcmPatientName: 'QIN-HEADNECK-01-0003',
      dcmPatientId: '06',
    })
    expect(isPseudonym('QIN-HEADNECK-01-0003')).toBe(false)
    expect(isPseudonym('06_121720')).toBe(false)
  })
})

describe('xnat: the subjects of a project', () => {
  const subjects = (...rows: object[]) =>
    new Map(rows.map((row, at) => [`S${at}`, { ...row } as Record<string, unknown>]))

  test('are a number and a range of whole steps, never anybody’s age', () => {
    const ages = subjects({ age: '22' }, { age: '31' }, { age: '37' }, { age: '41' }, { age: '48' })
    expect(groupOf(ages, [])).toEqual({ count: 5, ageMin: 20, ageMax: 50 })
  })

  test('that are few have a coarse range, and the very old are one group', () => {
    expect(groupOf(subjects({ age: '37' }), [])).toEqual({ count: 1, ageMin: 20, ageMax: 40 })
    const old = subjects({ age: '101' }, { age: '97' }, { age: '93' }, { age: '92' }, { age: '91' })
    expect(groupOf(old, [])).toEqual({ count: 5, ageMin: 90, ageMax: 95 })
  })

  test('have the age of their first session where only a year of birth is known', () => {
    const born = subjects({ yob: '1960' }, { dob: '1962-03-04' })
    const sessions = [
      { subject_ID: 'S0', date: '2012-01-01' },
      { subject_ID: 'S0', date: '2001-01-01' },
      { subject_ID: 'S1', date: '2003-01-01' },
      { subject_ID: 'S1', date: '' },
    ]
    expect(groupOf(born, sessions)).toEqual({ count: 2, ageMin: 40, ageMax: 60 })
  })

  test('of whom nothing is known have no range', () => {
    const unknown = subjects({ age: '' }, { age: 'NaN', yob: '' }, { age: '-1' }, { age: '999' })
    expect(groupOf(unknown, [])).toEqual({ count: 4, ageMin: null, ageMax: null })
  })
})
