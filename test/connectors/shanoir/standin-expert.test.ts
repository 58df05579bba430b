import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseLucene, QueryRefused } from '../../../connectors/shanoir/standin/lucene.ts'
import { clientOf, type Row, startShanoir } from './standin-client.ts'

const expert = (searchText: string) => ({ expertMode: true, searchText })

describe('shanoir stand-in: expert mode', () => {
  const cases: [string, (row: Row) => boolean][] = [
    [
      'studyId:17 AND -datasetName:*GADO*',
      (row) => row.studyId === 17 && !/gado/i.test(`${row.datasetName}`),
    ],
    ['-datasetType:MR_DATASET', (row) => row.datasetType !== 'MR_DATASET'],
    ['studyId:3 AND (-datasetName:*localizer*)', () => false],
    [
      'studyId:3 AND (*:* -datasetName:*localizer*)',
      (row) => row.studyId === 3 && row.datasetName !== 'localizer',
    ],
    ['datasetName:LOCALIZER', (row) => row.datasetName === 'localizer'],
    [
      'datasetName:"resting state_bold ap 2.5mm"',
      (row) => row.datasetName === 'Resting State_bold AP 2.5mm',
    ],
    ['datasetName:Resting\\ State*', (row) => `${row.datasetName}`.startsWith('Resting State')],
    ['datasetName:t?_mprage*', (row) => `${row.datasetName}`.startsWith('t1_mprage')],
    ['magneticFieldStrength:{3 TO *]', (row) => Number(row.magneticFieldStrength) > 3],
    [
      'sliceThickness:[1 TO 3}',
      (row) =>
        row.sliceThickness !== null &&
        Number(row.sliceThickness) >= 1 &&
        Number(row.sliceThickness) < 3,
    ],
    ['sliceThickness:1', (row) => row.sliceThickness === 1],
    [
      'processed:true OR datasetType:CT_DATASET',
      (row) => row.processed === true || row.datasetType === 'CT_DATASET',
    ],
    [
      'studyId:(3 21) -processed:true',
      (row) => [3, 21].includes(Number(row.studyId)) && !row.processed,
    ],
    [
      '+studyId:3 +datasetType:("MR_DATASET" OR "SEG_DATASET")',
      (row) => row.studyId === 3 && ['MR_DATASET', 'SEG_DATASET'].includes(`${row.datasetType}`),
    ],
    ['studyId:3 && !processed:true', (row) => row.studyId === 3 && !row.processed],
    [
      'datasetCreationDate:[* TO 1970-01-01T00:00:00Z]',
      (row) => `${row.datasetCreationDate}`.startsWith('1961'),
    ],
    ['*:* NOT examinationId:*', (row) => row.examinationId === null],
    ['importDate:[2000-01-01T00:00:00Z TO NOW/DAY+1DAY]', () => true],
    // The one that stands alone only counts, once another is needed.
    [
      'studyId:3 AND processed:true OR datasetType:CT_DATASET',
      (row) => row.studyId === 3 && row.processed === true,
    ],
    ['mprage', () => false],
    ['studyId:3 and processed:true', (row) => row.studyId === 3 || row.processed === true],
  ]
  test.each(cases)('%s finds what it says', async (searchText, isWanted) => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    const { content } = await member.page({}, '?size=2000&sort=id,ASC')
    const wanted = content.filter(isWanted).map(({ datasetId }) => datasetId)
    expect(await member.ids(searchText)).toEqual(wanted)
  })

  test.each([
    ['studyId:17 AND (', /^org\.apache\.solr\.search\.SyntaxError: Cannot parse/],
    ['AND studyId:17', /Cannot parse/],
    ['studyId:[1 to 5]', /Cannot parse/],
    ['datasetName:"open', /Cannot parse/],
    ['importDate:2026-01-01T00:00:00Z', /Cannot parse/],
    ['studyId:17)', /Cannot parse/],
    ['importDate:[2026-01-01 TO *]', /^Invalid Date String/],
    ['studyId:seventeen', /Invalid Number/],
    ['datasetId:20*', /numeric/],
    ['sequenceName:mprage', /^undefined field sequenceName/],
    [`id:(${'1 '.repeat(1025)})`, /too many nested clauses/],
  ])('%.40s is refused with 422', async (searchText, message) => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    const answer = await member.search(expert(searchText))
    expect(answer.status).toBe(422)
    expect(JSON.parse(answer.text).message).toMatch(message)
  })

  test('whatever text there is, it is a query or is refused', () => {
    const piece = fc.constantFrom(
      ...[
        'studyId:',
        '3',
        'AND',
        'OR',
        'NOT',
        '(',
        ')',
        '[',
        'TO',
        ']',
        '{',
        '*',
        '-',
        '"',
        '\\',
        ' ',
        ':',
        'a',
        '^2',
        '~',
      ],
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        try {
          parseLucene(pieces.join(''))
        } catch (error) {
          expect(error).toBeInstanceOf(QueryRefused)
        }
      }),
      { numRuns: 500 },
    )
  })
})
