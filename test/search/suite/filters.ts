import { describe, expect, test } from 'vitest'
import type { RecordFilter } from '../../../src/model/index.ts'
import { things } from '../fixture.ts'
import type { OpenIndex } from '../search-index.suite.ts'
import { sharedIndex } from './opened.ts'

const everything = things.map(({ id }) => id).sort()
const where = (test: (thing: (typeof things)[number]) => boolean | undefined) =>
  things
    .filter((thing) => test(thing) === true)
    .map(({ id }) => id)
    .sort()

export function filterPromises(open: OpenIndex): void {
  describe('filters', () => {
    const on = sharedIndex(open)

    test('a value that is in no record finds nothing, and a warning names the argument', async () => {
      const filter = { species: ['unicorn'] }
      const { total, warnings } = await on.search({ filter })
      expect(total).toBe(0)
      expect(warnings).toEqual([
        { code: 'BAD_INPUT', argument: 'filter.species', message: expect.any(String) },
      ])
      expect(warnings[0]?.message).not.toContain('unicorn')
    })

    test('beside an unknown value the others of the field still apply', async () => {
      const { total, warnings } = await on.search({ filter: { species: ['unicorn', 'rat'] } })
      expect(total).toBe(1)
      expect(warnings.map(({ argument }) => argument)).toEqual(['filter.species'])
    })

    test('a warning inside of any and not says where', async () => {
      const { warnings } = await on.search({
        filter: { any: [{ id: ['no:such'] }], not: { technique: ['x'] }, parent: 'no:such' },
      })
      expect(warnings.map(({ argument }) => argument).sort()).toEqual([
        'filter.any.0.id',
        'filter.not.technique',
        'filter.parent',
      ])
    })

    test('null, absent and an empty list say nothing', async () => {
      expect(await on.filtered({})).toEqual(everything)
      expect(
        await on.filtered({
          species: null,
          parent: null,
          not: null,
          released: null,
          kind: [],
          any: [],
        }),
      ).toEqual(everything)
      expect(await on.filtered({ subjects: { min: null, max: null } })).toEqual(everything)
    })

    test.each(['NCBITaxon:10116', 'Rattus norvegicus', 'rat', 'RATTUS NORVEGICUS'])(
      'a term is taken by value, label or synonym: %s',
      async (name) => {
        expect(await on.filtered({ species: [name] })).toEqual(['templateflow:WHS'])
      },
    )

    test.each<[RecordFilter, string[]]>([
      [{ id: ['openneuro:empty', 'allen:ccfv3-2017'] }, ['allen:ccfv3-2017', 'openneuro:empty']],
      [{ source: ['templateflow'] }, where(({ id }) => id.startsWith('templateflow:'))],
      [{ source: ['TemplateFlow'] }, where(({ id }) => id.startsWith('templateflow:'))],
      [
        { kind: ['ATLAS', 'TEMPLATE'] },
        where(({ kind }) => kind === 'ATLAS' || kind === 'TEMPLATE'),
      ],
      [{ domain: ['GENOMICS'] }, ['allen:cortical-types']],
      [{ modality: ['T1w'] }, where(({ modality }) => modality?.includes('atlas:mri-t1w'))],
      [{ format: ['nifti'] }, where(({ format }) => format?.includes('NIfTI'))],
      [{ format: ['nii.gz'] }, where(({ format }) => format?.includes('NIfTI'))],
      [{ license: ['Creative Commons Zero'] }, where(({ license }) => license === 'CC0-1.0')],
      [{ license: ['CC0-1.0'] }, where(({ license }) => license === 'CC0-1.0')],
      [{ licenseClass: ['OPEN'] }, where(({ licenseClass }) => licenseClass === 'OPEN')],
      [{ access: ['OPEN'] }, where(({ access }) => access === 'OPEN')],
      [{ availability: ['ONLINE'] }, ['openneuro:ds000114']],
      [{ dataLevel: ['raw'] }, where(({ dataLevel }) => dataLevel === 'raw')],
      [{ parent: 'allen:mouse-brain-atlas' }, where(({ parents }) => parents !== undefined)],
      [{ fieldStrength: { min: 3 } }, ['openneuro:ds000030', 'templateflow:WHS']],
      [
        { subjects: { min: 10, max: 272 } },
        where(({ subjects = 0 }) => subjects >= 10 && subjects <= 272),
      ],
      [{ modified: { from: '2020-02', to: '2020-02-03' } }, ['allen:nucleus-accumbens']],
      [{ modified: { to: '2020-02-02' } }, []],
    ])('%j', async (filter, expected) => {
      expect(await on.filtered(filter)).toEqual(expected)
    })

    test('a structure includes what lies below it', async () => {
      const below = where(({ structure }) =>
        structure?.some((id) => ['MBA:1080', 'MBA:382', 'MBA:463', 'MBA:726'].includes(id)),
      )
      expect(await on.filtered({ structure: ['HIP'] })).toEqual(below)
      expect(await on.filtered({ structure: ['Field CA1'] })).toEqual(
        where(({ structure }) => structure?.includes('MBA:382')),
      )
    })

    test('a partial date covers all of its days, in the filter and in the record', async () => {
      expect(await on.filtered({ released: { from: '2014', to: '2014' } })).toEqual([
        'templateflow:WHS',
      ])
      expect(await on.filtered({ released: { from: '2014-08-31', to: '2014-09' } })).toEqual([
        'templateflow:WHS',
      ])
      expect(await on.filtered({ released: { from: '2014-09', to: '2014-12' } })).toEqual([])
      expect(await on.filtered({ released: { from: '2012-05-05', to: '2012-05-05' } })).toEqual([
        'allen:human-atlases',
      ])
    })

    test('a resolution lies between its finest and its coarsest axis, ends included', async () => {
      const within = (min: number, max: number) =>
        where(({ resolution }) => resolution && resolution[0] <= max && resolution[1] >= min)
      expect(await on.filtered({ resolutionMicrometres: { max: 0.35 } })).toEqual(within(0, 0.35))
      expect(await on.filtered({ resolutionMicrometres: { min: 39, max: 39 } })).toEqual(
        within(39, 39),
      )
      expect(await on.filtered({ resolutionMicrometres: { min: 4000 } })).toEqual([
        'openneuro:ds000114',
      ])
    })

    test('missing finds records that lack every one of the facets', async () => {
      expect(await on.filtered({ missing: ['SPECIES'] })).toEqual(['openneuro:empty'])
      expect(await on.filtered({ missing: ['RELEASED', 'RESOLUTION'] })).toEqual(
        where(({ released, resolution }) => released === undefined && resolution === undefined),
      )
    })

    test('any is or, not excludes, and both nest', async () => {
      const filter: RecordFilter = {
        any: [
          { source: ['templateflow'] },
          { any: [{ kind: ['STUDY'] }, { id: ['openneuro:empty'] }], not: { species: ['mouse'] } },
        ],
        not: { species: ['rat'] },
      }
      expect(await on.filtered(filter)).toEqual([
        'openneuro:ds000030',
        'openneuro:empty',
        'templateflow:MNI152NLin2009cAsym',
      ])
    })

    test('not of a value that nobody holds excludes nothing', async () => {
      expect(await on.filtered({ not: { species: ['unicorn'] } })).toEqual(everything)
    })

    test('filters narrow what a query finds', async () => {
      const { hits } = await on.search({ query: 'hippocampus', filter: { kind: ['STUDY'] } })
      expect(hits.map(({ id }) => id)).toEqual(['allen:two-hippocampi'])
    })
  })
}
