import { describe, expect, test } from 'vitest'
import { planQuery } from '../../../src/search/rank/plan-query.ts'
import { contextOf } from './small-lexicon.ts'

const context = contextOf({
  records: [{ title: 'atlas of the brain of a mouse rat human monkey, like others; optic lobe' }],
})
const plan = (query: string) => planQuery(query, context)

const mouse = 'NCBITaxon:10090'
const rat = 'NCBITaxon:10116'
const human = 'NCBITaxon:9606'

describe('planQuery: species', () => {
  test.each([
    ['mouse', mouse],
    ['mice', mouse],
    ['souris', mouse],
    ['Maus', mouse],
    ['Mäuse', mouse],
    ['murine', mouse],
    ['Mus musculus', mouse],
    ['M. musculus', mouse],
    ['rats', rat],
    ['Ratten', rat],
    ['Rattenhirn', rat],
    ['humans', human],
    ['cerveau humain', human],
    ['guinea pig', 'NCBITaxon:10141'],
    ['rhesus', 'NCBITaxon:9544'],
    ['macaques', 'NCBITaxon:9539'],
    ['singe-écureuil', 'NCBITaxon:9520'],
    ['cats', 'NCBITaxon:9685'],
    ['mouse lemur', 'NCBITaxon:30608'],
  ])('planQuery: %s states one', (query, id) => {
    expect(plan(`brain atlas ${query}`).species).toEqual([id])
  })

  test.each([
    'brain atlas',
    'healthy volunteers',
    'patients and controls',
    'CAT12 segmentation',
    'CAT scan of the brain',
    'computer mouse movements',
    'mouse cursor',
    'human-like behaviour',
    'human-computer interaction',
    'non-human brain',
    'nonhuman brain',
    '"mouse brain"',
    'ms patients',
  ])('planQuery: %j states none', (query) => {
    expect(plan(query)).toMatchObject({ species: [] })
    expect(plan(query).allowedSpecies.size).toBe(0)
  })

  test('planQuery: narrower and broader terms of a stated species are allowed, others are not', () => {
    const { allowedSpecies } = plan('mouse brain')
    for (const id of [mouse, 'NCBITaxon:9989', 'NCBITaxon:40674']) {
      expect(allowedSpecies).toContain(id)
    }
    expect(allowedSpecies).not.toContain(rat)
    expect(allowedSpecies).not.toContain(human)
    expect(plan('rodent brain').allowedSpecies).toContain(rat)
  })

  test('planQuery: several species are all allowed', () => {
    const { species, allowedSpecies } = plan('rat and mouse brain')
    expect(species).toEqual([rat, mouse])
    expect(allowedSpecies).toContain(rat)
    expect(allowedSpecies).toContain(mouse)
  })

  test('planQuery: a monkey is any but no human', () => {
    const { allowedSpecies } = plan('monkey brain')
    for (const id of ['NCBITaxon:9544', 'NCBITaxon:9483', 'NCBITaxon:9443']) {
      expect(allowedSpecies).toContain(id)
    }
    expect(allowedSpecies).not.toContain(human)
  })

  test('planQuery: what is said not to be meant is not allowed, and is no concept', () => {
    for (const query of ['non-human primates', 'nonhuman primates', 'primates except humans']) {
      const { species, allowedSpecies, groups } = plan(query)
      expect(species).toEqual(['NCBITaxon:9443'])
      expect(allowedSpecies).not.toContain(human)
      expect(allowedSpecies).toContain('NCBITaxon:9544')
      expect(groups.flatMap(({ concepts }) => concepts)).not.toContain(human)
    }
  })

  test('planQuery: a species is stated though no record holds its name', () => {
    expect(plan('zebrafish brain').species).toEqual(['NCBITaxon:7955'])
  })

  test('planQuery: a structure is one that the stated species have, where one is left', () => {
    const meanings = (query: string) =>
      plan(query)
        .groups.filter(({ queried }) => queried === 'optic')
        .flatMap(({ concepts }) => concepts)
    const all = meanings('optic lobe')
    expect(all.length).toBeGreaterThan(1)
    expect(meanings('optic lobe fruit fly')).toEqual(['atlas:optic-lobe-of-insects'])
    expect(meanings('optic lobe mouse')).not.toContain('atlas:optic-lobe-of-insects')
  })
})
