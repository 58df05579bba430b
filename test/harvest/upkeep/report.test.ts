import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { reportAsText } from '../../../src/cli/report-text.ts'
import { sourceReport } from '../../../src/harvest/upkeep/report-source.ts'
import { unknownRecord } from '../../../src/model/index.ts'
import { file, fill, inLab, mouse, term } from '../../gateway/catalogue.ts'
import { openWorld, type World } from '../../gateway/world.ts'

const now = () => new Date('2030-01-01T00:00:00Z')

function report(world: World, source: string) {
  return sourceReport({ store: world.store, index: world.index, now }, source)
}

async function filled(): Promise<World> {
  const world = await openWorld()
  const open = { ...unknownRecord.license, raw: 'CC0', spdx: 'CC0-1.0', class: 'OPEN' as const }
  await fill(world.store, 'alpha', [
    { nativeId: 'a', title: 'Ferret brain', license: open, keywords: ['axons'] },
    { nativeId: 'b', title: 'More', species: [mouse], assets: [file('b.nrrd')] },
    { nativeId: 'c', title: 'Hidden rabbit', visibility: inLab, hidden: true },
  ])
  await fill(world.store, 'beta', [
    { nativeId: 'd', title: 'Sheep', species: [term('Ovis aries', 'NCBITaxon:9940')] },
  ])
  await world.follow()
  return world
}

test("the owner's report: an unknown source is not found", async () => {
  const world = await openWorld()
  await expect(report(world, 'nowhere')).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test("the owner's report: of a source without records nothing is known, rather than 0", async () => {
  const world = await openWorld()
  expect(await report(world, 'alpha')).toMatchObject({
    source: 'alpha',
    findability: null,
    facets: [],
    links: null,
    freshness: { harvestedAt: null, isStale: null },
    unanswered: [],
  })
})

test("the owner's report: counts all records of the source, hidden ones too, and none of others", async () => {
  const world = await filled()
  const told = await report(world, 'alpha')
  expect(told.quality.records).toBe(3)
  expect(told.quality.licenses).toEqual([
    { class: 'UNKNOWN', records: 2 },
    { class: 'OPEN', records: 1 },
  ])
  expect(told.facets.find(({ facet }) => facet === 'SPECIES')?.share).toBeCloseTo(1 / 3, 3)
  expect(told.facets.find(({ facet }) => facet === 'KIND')?.share).toBe(1)
  expect(told.facets[0]?.share).toBe(0)
  expect(told.findability).toBeGreaterThan(0)
  expect(told.findability).toBeLessThan(1)
  expect(told.freshness).toMatchObject({ staleAfterSeconds: 3_600, isStale: true })
  expect(told.harvests).toHaveLength(1)
})

test("the owner's report: tells searches without result of which the source has a word, and others not", async () => {
  const world = await filled()
  await world.store.noteUnanswered(['ferret', 'goat'], '2029-12-31')
  await world.store.noteUnanswered(['rabbit'], '2029-12-30')
  await world.store.noteUnanswered(['rabbit'], '2029-12-31')
  await world.store.noteUnanswered(['sheep'], '2029-12-31')
  expect((await report(world, 'alpha')).unanswered).toEqual([
    { words: ['rabbit'], times: 2, last: '2029-12-31', records: 1 },
    { words: ['ferret', 'goat'], times: 1, last: '2029-12-31', records: 1 },
  ])
})

test("the owner's report: as text it names the worst fields with an example and what to do", async () => {
  const world = await filled()
  await world.store.noteUnanswered(['ferret'], '2029-12-31')
  const text = stripVTControlCharacters(reportAsText(await report(world, 'alpha')))
  expect(text).toMatch(/Records +3/)
  expect(text).toMatch(/Harvested +\d{4}-\d{2}-\d{2} \d{2}:\d{2} \(STALE, target 1 h\)/)
  expect(text).toMatch(/Links +not looked at/)
  expect(text).toMatch(/license +3 +100 % +alpha:a +state a licence/)
  expect(text).toMatch(/ferret +1 +2029-12-31 +1/)
  const lines = text.split('\n')
  const at = lines.findIndex((line) => line.startsWith('FIELD'))
  expect(lines[at]?.indexOf('FOR EXAMPLE')).toBe(lines[at + 1]?.indexOf('alpha:'))
})

test("the owner's report: as text leaves out what there is nothing to say of", async () => {
  const told = await report(await openWorld(), 'alpha')
  const text = stripVTControlCharacters(reportAsText(told))
  expect(text).toMatch(/Findability +unknown/)
  expect(text).toMatch(/Harvested +never; target 1 h/)
  expect(text).not.toMatch(/What records lack|Harvests|Searches/)
})
