import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formKey } from '../../../src/search/rank/forms.ts'

describe('formKey', () => {
  test.each([
    'hippocampus hippocampi hippocampal hippocampe hippocampes hippocampique',
    'parahippocampus parahippocampal',
    'cortex cortices cortical corticale corticaux',
    'kortex kortikal kortikale',
    'neokortex neokortikal',
    'neocortex neocortices neocortical',
    'nucleus nuclei',
    'thalamus thalami thalamic thalamique thalamiques',
    'ovary ovaries ovarian',
    'pancreas pancreata pancreatic',
    'testis testes testicular',
    'spleen splenic',
    'uterus uteri uterine',
    'bronchus bronchi bronchial',
    'esophagus oesophagus esophageal',
    'colon colons colonic',
    'thymus thymic',
    'hypothalamus hypothalami hypothalamic',
    'cerebellum cerebella cerebellar',
    'amygdala amygdalae amygdalas amygdalar amygdaloid',
    'striatum striatal',
    'corticostriatum corticostriatal',
    'gyrus gyri gyral',
    'sulcus sulci sulcal',
    'ganglion ganglia ganglionic',
    'axis axes',
    'atlas atlases',
    'mouse mice',
    'study studies studied',
    'matrix matrices',
    'vertex vertices',
    'neuron neurons neuronal neurone',
    'axon axons axonal',
    'synapse synapses synaptic',
    'genus genera',
    'taxon taxa',
    'histology histological histologic',
    'image images imaging imaged',
    'label labels labeled labelled labeling',
    'stain stains stained staining',
    'trace traced traces tracing',
    'register registered registering',
    'fibre fibres fiber fibers',
    'grey gray',
    'tumour tumors',
    'box boxes',
    'virus viruses viral',
    'analysis analyses',
    'dataset datasets',
    'base based bases',
    'genome genomes genomic genomics',
  ])('formKey: joins %s', (list) => {
    const keys = new Set(list.split(' ').map(formKey))
    expect(keys.size).toBe(1)
  })

  test.each([
    'atlas atlantic',
    'test testis',
    'colon colony colonization',
    'female femur',
    'rat rate ratio',
    'mouse mouser',
    'mice micro',
    'nucleus nucleotide nuclear',
    'cortex cortisol',
    'organ organism organization',
    'genus gene general genetic',
    'universe university',
    'neuron neural neurology',
    'axon axis taxon',
    'thalamus hypothalamus subthalamus',
    'hippocampus parahippocampus',
    'cingulate cingulum',
    'species specie',
    'series serious',
    'tract tracer',
    'spine spinal',
    'human humane',
    'ca1 ca1s',
    'registration register',
    'segment segmentation',
    'string str',
    'bed be',
    'lens len',
    'mus mu',
  ])('formKey: never joins any two of %s', (list) => {
    const words = list.split(' ')
    expect(new Set(words.map(formKey)).size).toBe(words.length)
  })

  test.each(['species', 'series', 'ds000114', 't1w', '42', 'ca3', 'мыши', 'mus', 'eeg'])(
    'formKey: %s is its own key',
    (word) => {
      expect(formKey(word)).toBe(word)
    },
  )

  test('formKey: only words of the table have a key that is marked as one', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[bcdfghjklmnpqrstvwxz0-9]{1,12}$/), (word) => {
        expect(formKey(word)).toMatch(/^[a-z0-9]+$/)
      }),
      { numRuns: 200 },
    )
  })

  test('formKey: a key is the same after more words than are kept', () => {
    const before = formKey('hippocampal')
    for (let number = 0; number < 100_100; number++) formKey(`x${number}`)
    expect(formKey('hippocampal')).toBe(before)
  })
})
