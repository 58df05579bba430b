import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AllenStandin, startAllenStandin } from '../../../connectors/allen/standin.ts'

/* The stand-in's own RMA, against what the manual and recorded replies of the service say. */

let standin: AllenStandin
beforeAll(async () => {
  standin = await startAllenStandin()
})
afterAll(() => standin.close())

interface Envelope {
  status: number
  success: boolean
  num_rows: number
  total_rows?: number
  // biome-ignore lint/suspicious/noExplicitAny: rows of any model, looked at field by field
  msg: any
}

async function ask(path: string, init?: RequestInit): Promise<Envelope> {
  const response = await fetch(`${standin.url}/api/v2${path}`, init)
  return { status: response.status, ...((await response.json()) as Omit<Envelope, 'status'>) }
}

const query = (criteria: string) => ask(`/data/query.json?criteria=${criteria}`)
const encoded = (text: string) =>
  text.replace(/[$[\]'(),*:]/g, (character) => `%${character.charCodeAt(0).toString(16)}`)

describe('the stand-in refuses', () => {
  test.each([
    ['an unknown model', 'model::Nothing', 'Nothing'],
    ['an unknown association', 'model::Atlas,rma::include,nothing', 'nothing'],
    [
      'an unknown nested association',
      'model::Atlas,rma::include,specimen(donor(nothing))',
      'nothing',
    ],
    ['an unknown stage', 'model::Atlas,rma::nothing,specimen', 'nothing'],
    ['an unknown operator', 'model::Atlas,rma::criteria,[id$xx1]', 'xx'],
    ['a space after an operator', "model::Atlas,rma::criteria,[name$eq 'a']", 'space'],
    ['a quote inside a value', "model::Atlas,rma::criteria,[name$eq'it's']", ''],
    ['a bracket that is not closed', 'model::Atlas,rma::criteria,[id$eq1', 'bracket'],
    [
      'a table that is not the model’s',
      'model::SectionDataSet,rma::criteria,[section_data_sets.id$eq1]',
      'section_data_sets',
    ],
    ['a query without a model', '[id$eq1]', 'model'],
    ['an unknown option', 'model::Atlas,rma::options[nothing$eq1]', 'nothing'],
  ])('%s with a text and success false', async (_, criteria, word) => {
    const answer = await query(criteria)
    expect(answer).toMatchObject({ status: 400, success: false })
    expect(answer.msg).toContain(word)
  })

  test('under HTTP 200 as well, when told to', async () => {
    standin.quirks.refusalStatus = 200
    const answer = await query('model::Nothing')
    standin.quirks.refusalStatus = 400
    expect(answer).toMatchObject({ status: 200, success: false, msg: expect.any(String) })
  })
})

describe('the stand-in', () => {
  test('answers one object with one row, and counts joined rows in total', async () => {
    const { num_rows, total_rows, msg } = await ask(
      '/data/SectionDataSet/117302771.json?include=specimen(stereotaxic_injections(structures))',
    )
    expect({ num_rows, total_rows, objects: msg.length }).toEqual({
      num_rows: 1,
      total_rows: 7,
      objects: 1,
    })
    expect(msg[0].specimen.stereotaxic_injections[0].structures).toHaveLength(7)
  })

  test('counts joined rows in num_rows and cuts a page by them', async () => {
    const path =
      '/data/SectionDataSet/query.json?criteria=[id$in117302771,117298988]&order=id&num_rows=4' +
      '&include=specimen(stereotaxic_injections(structures))'
    const { num_rows, total_rows, msg } = await ask(path)
    expect({ num_rows, total_rows }).toEqual({ num_rows: 4, total_rows: 8 })
    expect(msg.map((row: { id: number }) => row.id)).toEqual([117298988, 117302771])
    expect(msg[1].specimen.stereotaxic_injections).toHaveLength(1)
  })

  test('leaves out objects that lack an included association, unless its joins are left', async () => {
    const path = '/data/SectionDataSet/query.json?criteria=[id$in479,117298988]&include=genes'
    const inner = await ask(path)
    standin.quirks.joins = 'left'
    const left = await ask(path)
    standin.quirks.joins = 'inner'
    expect(inner.msg.map((row: { id: number }) => row.id)).toEqual([479])
    expect(left.msg).toHaveLength(2)
  })

  test('gives 50 rows by default and never more than its cap', async () => {
    const usual = await ask('/data/SectionDataSet/query.json?only=id&order=id')
    const all = await query("model::SectionDataSet,rma::options[num_rows$eq'all'][only$eq'id']")
    standin.quirks.pageCap = 7
    const capped = await ask('/data/SectionDataSet/query.json?only=id&order=id&num_rows=2000')
    standin.quirks.pageCap = 2000
    expect([usual, all, capped].map(({ num_rows }) => num_rows)).toEqual([50, 101, 7])
    expect(capped.total_rows).toBe(101)
  })

  test('keeps no order unless it is asked for one', async () => {
    const ids = async (order: string) =>
      (await ask(`/data/SectionDataSet/query.json?only=id${order}`)).msg.map(
        (row: { id: number }) => row.id,
      )
    expect(await ids('')).not.toEqual(await ids(''))
    const ascending = await ids('&order=data_sets.id')
    expect(ascending).toEqual(ascending.toSorted((a: number, b: number) => a - b))
    expect((await ids('&order=id$desc'))[0]).toBeGreaterThan(ascending[49])
  })

  test('reads the same query in the long and the short form, encoded or not, and posted', async () => {
    const criteria = "[failed$eq'false'],products[abbreviation$eq'Mouse'],genes[acronym$eq'Gad1']"
    const long = `model::SectionDataSet,rma::criteria,${criteria},rma::include,genes,plane_of_section,rma::options[order$eq'id'][num_rows$eq2000]`
    const answers = [
      await query(long),
      await query(encoded(long)),
      await ask(`/data/query.json?q=${encoded(long)}`),
      await ask(
        `/data/SectionDataSet/query.json?criteria=${criteria}&include=genes,plane_of_section&order=id&num_rows=2000`,
      ),
      await ask('/data/query.json', { method: 'POST', body: JSON.stringify({ criteria: long }) }),
    ]
    for (const answer of answers) {
      expect(answer.msg.map((row: { id: number }) => row.id)).toEqual([479, 79556706])
      expect(answer.msg[0].plane_of_section).toMatchObject({ name: 'coronal' })
    }
  })

  test.each([
    ['$eq', "[name$eq'Mouse, P56, Coronal']", [1]],
    ['$ne', '[structure_graph_id$ne16],[structure_graph_id$ne17],[id$lt5]', [1, 2, 4]],
    ['$in', '[id$in3,1,999]', [1, 3]],
    ['$le and $ge', '[id$ge2][id$le4]', [2, 3, 4]],
    ['$gt and $lt', '[id$gt2][id$lt5]', [3, 4]],
    ['$li', "[name$li'*21 pcw*']", [3, 287730656]],
    ['$il', "[name$il'mouse sagittal*']", [5]],
    ['a field alone', '[treatment_id],[id$lt6]', [1, 2, 3]],
    ['a path', "structure_graph(ontology(organism[name$eq'Homo sapiens'])),[id$lt10]", [3]],
  ])('understands %s', async (_, criteria, ids) => {
    const { msg } = await ask(`/data/Atlas/query.json?criteria=${encoded(criteria)}&order=id`)
    expect(msg.map((row: { id: number }) => row.id)).toEqual(ids)
  })

  test('compares booleans as texts', async () => {
    const path = '/data/SectionDataSet/query.json?only=id&num_rows=2000&criteria='
    expect((await ask(`${path}[failed$eq'false']`)).num_rows).toBe(101)
    expect((await ask(`${path}[failed$eqf]`)).num_rows).toBe(101)
    expect((await ask(`${path}[failed$eq'true']`)).num_rows).toBe(0)
  })

  test('narrows what hangs on an object by a filter inside an include', async () => {
    const path =
      "/data/ReferenceSpace/query.json?criteria=[id$eq9]&include=products[name$li'Mouse C*']"
    const { msg } = await ask(path)
    expect(msg[0].products.map((row: { id: number }) => row.id)).toEqual([5])
  })

  test('drops total_rows with the count', async () => {
    expect(await ask('/data/Product/query.json?count=false')).not.toHaveProperty('total_rows')
  })

  test('has an object for msg and no total where a service has nothing to say', async () => {
    const answer = await query('service::mouse_agea[set$eqmouse]')
    expect(answer).toMatchObject({ success: true, num_rows: 0, msg: {} })
    expect(answer).not.toHaveProperty('total_rows')
  })

  test('nests a structure graph from its root', async () => {
    const { msg } = await ask('/structure_graph_download/10.json')
    expect(msg).toHaveLength(1)
    expect(msg[0]).toMatchObject({
      id: 4005,
      parent_structure_id: null,
      structure_id_path: '/4005/',
      children: [{ id: 4006, structure_id_path: '/4005/4006/' }],
    })
  })

  test('lists its models and associations', async () => {
    const { msg } = await ask('/data/enumerate.json')
    expect(JSON.stringify(msg)).toContain('"name":"plane_of_section","class":"PlaneOfSection"')
  })

  test('changes what is noise from one answer to the next, and plants what must not be kept', async () => {
    const path = '/data/Atlas/query.json?criteria=[id$eq3]&include=specimen(donor)'
    const [one, other] = [await ask(path), await ask(path)]
    const text = JSON.stringify(one.msg)
    expect(text).not.toBe(JSON.stringify(other.msg))
    expect(text).toContain('date_of_birth')
    expect(text).toContain('planted smoker')
  })
})
