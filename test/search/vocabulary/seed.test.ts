import { describe, expect, test } from 'vitest'
import { VocabularyTerm } from '../../../src/model/index.ts'
import { foldText } from '../../../src/search/rank/words.ts'
import { createVocabulary } from '../../../src/search/vocabulary/create-vocabulary.ts'
import { seedTerms } from '../../../src/search/vocabulary/seed.ts'

const vocabulary = createVocabulary(seedTerms)

describe('seedTerms', () => {
  test('seedTerms: every term has the shape of one, an id of its own and parents that are there', () => {
    for (const term of seedTerms) {
      expect(VocabularyTerm.parse(term)).toEqual(term)
      for (const parent of term.parents) {
        expect(vocabulary.get(parent)?.facet, `${term.termId} ${parent}`).toBe(term.facet)
      }
    }
    expect(new Set(seedTerms.map(({ termId }) => termId)).size).toBe(seedTerms.length)
  })

  test('seedTerms: inside a facet a name means one thing, but for the hippocampus', () => {
    const owners = new Map<string, string>()
    for (const { termId, facet, label, synonyms } of seedTerms) {
      for (const name of new Set([label, ...synonyms].map(foldText))) {
        expect(name).not.toBe('')
        if (name === 'hippocampus') continue
        const owner = owners.get(`${facet} ${name}`) ?? termId
        expect(owner, name).toBe(termId)
        owners.set(`${facet} ${name}`, termId)
      }
    }
  })

  test('seedTerms: nothing is its own ancestor', () => {
    for (const { termId } of seedTerms) {
      for (const ancestor of vocabulary.ancestors(termId)) {
        expect(vocabulary.ancestors(ancestor)).not.toContain(termId)
      }
    }
  })

  test('seedTerms: there are at least twenty species, all of the NCBI Taxonomy', () => {
    const species = seedTerms.filter(({ facet }) => facet === 'species')
    expect(species.length).toBeGreaterThanOrEqual(20)
    for (const { termId } of species) expect(termId).toMatch(/^NCBITaxon:[1-9]\d*$/)
  })

  test.each([
    ['mouse', 'NCBITaxon:10090'],
    ['souris', 'NCBITaxon:10090'],
    ['Maus', 'NCBITaxon:10090'],
    ['human', 'NCBITaxon:9606'],
    ['rat', 'NCBITaxon:10116'],
    ['rhesus macaque', 'NCBITaxon:9544'],
    ['Common marmoset', 'NCBITaxon:9483'],
    ['zebrafish', 'NCBITaxon:7955'],
    ['fruit fly', 'NCBITaxon:7227'],
    ['C. elegans', 'NCBITaxon:6239'],
    ['mouse lemur', 'NCBITaxon:30608'],
    ['T1w', 'atlas:mri-t1w'],
    ['IRM', 'atlas:mri'],
    ['ISH', 'atlas:ish'],
    ['V1', 'UBERON:0002436'],
    ['hippocampe', 'UBERON:0002421'],
    ['CCFv3', 'atlas:space-ccfv3'],
    ['MNI152NLin2009cAsym', 'atlas:space-mni152nlin2009casym'],
  ])('seedTerms: %s is %s', (name, termId) => {
    expect(vocabulary.find(name).map((term) => term.termId)).toEqual([termId])
  })

  test('seedTerms: a space without a version is none of its versions', () => {
    expect(vocabulary.find('MNI152')[0]?.termId).toBe('atlas:space-mni152')
    expect(vocabulary.descendants('atlas:space-mni152').length).toBeGreaterThan(4)
  })

  test.each(['monkey', 'MR', 'chat', 'nematode'])(
    'seedTerms: %s is too vague to be one',
    (name) => {
      expect(vocabulary.find(name)).toEqual([])
    },
  )
})
