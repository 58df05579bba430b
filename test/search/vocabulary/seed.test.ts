import { describe, expect, test } from 'vitest'
import { VocabularyTerm } from '../../../src/model/index.ts'
import { foldText } from '../../../src/search/rank/words.ts'
import { createVocabulary } from '../../../src/search/vocabulary/create-vocabulary.ts'
import {
  ccVersions,
  creativeCommons,
  spdxClasses,
} from '../../../src/search/vocabulary/license-table.ts'
import { seedTerms } from '../../../src/search/vocabulary/seed.ts'

const vocabulary = createVocabulary(seedTerms)

/** Names that the field uses for several structures: no value is ever mapped by one. */
const ambiguous = 'cm;dcn;hippocampus;ic;lh;mrn;optic lobe;sc;si;vp'.split(';')

/** Names of several groups of species. */
const vague = ['affe', 'affen', 'monkey', 'singe']

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

  test('seedTerms: inside a facet a name means one thing, but for those known to mean several', () => {
    const owners = new Map<string, Set<string>>()
    for (const { termId, facet, label, synonyms } of seedTerms) {
      for (const name of [label, ...synonyms].map(foldText)) {
        expect(name).not.toBe('')
        const key = `${facet}: ${name}`
        owners.set(key, (owners.get(key) ?? new Set()).add(termId))
      }
    }
    const shared = [...owners].filter(([, ids]) => ids.size > 1).map(([key]) => key)
    expect(shared.sort()).toEqual(
      [
        ...ambiguous.map((name) => `structure: ${name}`),
        ...vague.map((name) => `species: ${name}`),
      ].sort(),
    )
  })

  test('seedTerms: labels are names of one term only, and none is listed twice in one spelling', () => {
    const labels = seedTerms.map(({ facet, label }) => `${facet}: ${foldText(label)}`)
    expect(new Set(labels).size).toBe(labels.length)
    for (const { label, synonyms } of seedTerms) {
      expect(new Set([label, ...synonyms]).size, label).toBe(synonyms.length + 1)
    }
  })

  test('seedTerms: nothing is its own ancestor', () => {
    for (const { termId } of seedTerms) {
      for (const ancestor of vocabulary.ancestors(termId)) {
        expect(vocabulary.ancestors(ancestor)).not.toContain(termId)
      }
    }
  })

  test('seedTerms: species are of the NCBI Taxonomy, and so are those that structures name', () => {
    for (const { termId, facet, species = [] } of seedTerms) {
      if (facet === 'species') expect(termId).toMatch(/^NCBITaxon:[1-9]\d*$/)
      for (const taxon of species) expect(vocabulary.get(taxon)?.facet, taxon).toBe('species')
    }
  })

  test('seedTerms: ids are of Uberon, EPSG or SPDX, or of our own', () => {
    const patterns = {
      species: /^NCBITaxon:/,
      modality: /^atlas:[a-z]/,
      structure: /^(?:UBERON:\d{7}|atlas:[a-z])/,
      technique: /^atlas:[a-z0-9]/,
      referenceSpace: /^(?:atlas:space-|EPSG:\d{4,5}$)/,
      format: /^atlas:format-/,
      license: /^SPDX:/,
    }
    for (const { termId, facet } of seedTerms) expect(termId).toMatch(patterns[facet])
  })

  test('seedTerms: a licence is labelled by its SPDX id, one that its class is known of', () => {
    for (const { termId, facet, label, synonyms } of seedTerms) {
      if (facet !== 'license') continue
      expect(termId).toBe(`SPDX:${label}`)
      expect(
        Object.keys(spdxClasses).concat(
          Object.keys(creativeCommons).flatMap((code) =>
            ccVersions.map((version) => `CC-${code.toUpperCase()}-${version}`),
          ),
        ),
        label,
      ).toContain(label)
      expect(synonyms.length, label).toBeGreaterThan(0)
    }
  })

  test.each([
    ['species', 50],
    ['structure', 700],
    ['modality', 100],
    ['technique', 100],
    ['referenceSpace', 100],
    ['format', 45],
    ['license', 25],
  ] as const)('seedTerms: of %s there are at least %i', (facet, count) => {
    expect(seedTerms.filter((term) => term.facet === facet).length).toBeGreaterThanOrEqual(count)
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
    ["corne d'Ammon", 'UBERON:0001954'],
    ['Ammonshorn', 'UBERON:0001954'],
    ['CA1', 'UBERON:0003881'],
    ['DG', 'UBERON:0001885'],
    ['VTA', 'UBERON:0002691'],
    ['SNr', 'UBERON:0001966'],
    ['LGN', 'UBERON:0001926'],
    ['M1', 'UBERON:0001384'],
    ['Kleinhirn', 'UBERON:0002037'],
    ['moelle épinière', 'UBERON:0002240'],
    ['Großhirnrinde', 'UBERON:0000956'],
    ['lung', 'UBERON:0002048'],
    ['foie', 'UBERON:0002107'],
    ['Herz', 'UBERON:0000948'],
    ['Drosophila melanogaster', 'NCBITaxon:7227'],
    ['cyclic immunofluorescence', 'atlas:cycif'],
    ['MIBI', 'atlas:mibi'],
    ['GeoMx', 'atlas:dsp'],
    ['Neuropixels', 'atlas:neuropixels'],
    ['Patch-seq', 'atlas:patch-seq'],
    ['DSURQE', 'atlas:space-dsurqe'],
    ['D99', 'atlas:space-d99'],
    ['EPSG:3857', 'EPSG:3857'],
    ['Web Mercator', 'EPSG:3857'],
    ['nii.gz', 'atlas:format-nifti'],
    ['CC BY 4.0', 'SPDX:CC-BY-4.0'],
    ['CCFv3', 'atlas:space-ccfv3'],
    ['MNI152NLin2009cAsym', 'atlas:space-mni152nlin2009casym'],
  ])('seedTerms: %s is %s', (name, termId) => {
    expect(vocabulary.find(name).map((term) => term.termId)).toEqual([termId])
  })

  test('seedTerms: a hierarchy runs from the field to the brain', () => {
    const labels = vocabulary.ancestors('UBERON:0003881').map((id) => vocabulary.get(id)?.label)
    expect(labels.slice(0, 2)).toEqual(["Ammon's horn", 'hippocampal formation'])
    expect(labels).toContain('telencephalon')
    expect(labels).toContain('brain')
    expect(vocabulary.descendants('UBERON:0001898')).toContain('UBERON:0002034')
  })

  test.each([
    ['barrel cortex', 'NCBITaxon:10090', true],
    ['barrel cortex', 'NCBITaxon:9606', false],
    ['inferior frontal gyrus', 'NCBITaxon:9606', true],
    ['inferior frontal gyrus', 'NCBITaxon:9544', true],
    ['inferior frontal gyrus', 'NCBITaxon:10116', false],
    ['corpus callosum', 'NCBITaxon:10090', true],
    ['corpus callosum', 'NCBITaxon:13616', false],
    ['mushroom body', 'NCBITaxon:7227', true],
    ['mushroom body', 'NCBITaxon:7955', false],
    ['hippocampus', 'NCBITaxon:59729', true],
    ['liver', 'NCBITaxon:7955', true],
  ])('seedTerms: that %s may occur in %s is %s', (name, species, may) => {
    const found = vocabulary.find(name, 'structure')
    expect(found).not.toEqual([])
    for (const { termId } of found) expect(vocabulary.mayOccurIn(termId, species)).toBe(may)
  })

  test('seedTerms: a space without a version is none of its versions', () => {
    expect(vocabulary.find('MNI152')[0]?.termId).toBe('atlas:space-mni152')
    expect(vocabulary.descendants('atlas:space-mni152').length).toBeGreaterThan(4)
  })

  test('seedTerms: a monkey is of the Old World or the New, and a macaque is one', () => {
    const monkeys = vocabulary.find('monkey', 'species').map(({ termId }) => termId)
    expect(monkeys).toEqual(['NCBITaxon:9527', 'NCBITaxon:9479'])
    expect(vocabulary.ancestors('NCBITaxon:9544')).toContain('NCBITaxon:9527')
    expect(vocabulary.ancestors('NCBITaxon:9521')).toContain('NCBITaxon:9479')
    expect(vocabulary.ancestors('NCBITaxon:9606')).not.toContain('NCBITaxon:9527')
  })

  test.each(['MR', 'chat', 'nematode'])('seedTerms: %s is too vague to be one', (name) => {
    expect(vocabulary.find(name)).toEqual([])
  })
})
