import type { SeedEntry } from './entry.ts'

/**
 * Names of structures that people type and atlases spell otherwise, by their id in Uberon, which is of no species.
 * The structures themselves come from the sources' graphs: a query by one of these names goes on to every term
 * whose label is one of them (`V1` to the `Primary visual area` of a mouse atlas). `hippocampus` is the formation
 * to some and Ammon's horn to others, so it stands at both and is never mapped to either.
 */
export const structure: readonly SeedEntry[] = [
  ['UBERON:0000955', 'brain', ['encephalon', 'cerveau', 'Gehirn']],
  ['UBERON:0002240', 'spinal cord', ['moelle épinière', 'Rückenmark']],
  ['UBERON:0000966', 'retina', ['rétine', 'Netzhaut']],
  ['UBERON:0001890', 'forebrain', ['prosencephalon']],
  ['UBERON:0001891', 'midbrain', ['mesencephalon', 'mésencéphale', 'Mittelhirn']],
  ['UBERON:0002028', 'hindbrain', ['rhombencephalon']],
  ['UBERON:0002298', 'brainstem', ['brain stem', 'tronc cérébral', 'Hirnstamm']],
  ['UBERON:0000988', 'pons'],
  ['UBERON:0001896', 'medulla oblongata', ['bulbe rachidien']],
  ['UBERON:0002037', 'cerebellum', ['cervelet', 'Kleinhirn']],
  ['UBERON:0000956', 'cerebral cortex', ['cortex cérébral', 'Großhirnrinde']],
  ['UBERON:0001950', 'neocortex', ['isocortex', 'néocortex']],
  ['UBERON:0000451', 'prefrontal cortex', ['cortex préfrontal', 'präfrontaler Kortex']],
  [
    'UBERON:0002436',
    'primary visual cortex',
    ['V1', 'primary visual area', 'striate cortex', 'cortex visuel primaire'],
  ],
  ['UBERON:0001384', 'primary motor cortex', ['M1', 'primary motor area']],
  ['UBERON:0008933', 'primary somatosensory cortex', ['S1', 'primary somatosensory area']],
  ['UBERON:0002022', 'insula', ['insular cortex']],
  ['UBERON:0002728', 'entorhinal cortex', ['entorhinal area']],
  ['UBERON:0002421', 'hippocampal formation', ['hippocampus', 'hippocampe']],
  ['UBERON:0001954', "Ammon's horn", ['hippocampus', 'hippocampus proper', 'cornu ammonis']],
  ['UBERON:0003881', 'CA1 field of hippocampus', ['CA1', 'field CA1'], ['UBERON:0001954']],
  ['UBERON:0003882', 'CA2 field of hippocampus', ['CA2', 'field CA2'], ['UBERON:0001954']],
  ['UBERON:0003883', 'CA3 field of hippocampus', ['CA3', 'field CA3'], ['UBERON:0001954']],
  ['UBERON:0001885', 'dentate gyrus', ['fascia dentata', 'gyrus dentatus']],
  ['UBERON:0001876', 'amygdala', ['amygdaloid complex', 'amygdaloid body', 'Mandelkern']],
  ['UBERON:0002435', 'striatum', ['neostriatum']],
  ['UBERON:0005383', 'caudate-putamen', ['caudoputamen', 'caudate putamen']],
  ['UBERON:0001873', 'caudate nucleus'],
  ['UBERON:0001874', 'putamen'],
  ['UBERON:0001882', 'nucleus accumbens', ['accumbens']],
  ['UBERON:0002023', 'claustrum'],
  ['UBERON:0002264', 'olfactory bulb', ['bulbe olfactif', 'Riechkolben']],
  ['UBERON:0001898', 'hypothalamus'],
  ['UBERON:0001904', 'habenula', ['epithalamic habenula']],
  ['UBERON:0001905', 'pineal body', ['pineal gland', 'epiphysis cerebri']],
  ['UBERON:0000007', 'pituitary gland', ['hypophysis']],
  ['UBERON:0001945', 'superior colliculus'],
  ['UBERON:0001946', 'inferior colliculus'],
  ['UBERON:0002038', 'substantia nigra'],
  ['UBERON:0002148', 'locus coeruleus', ['locus ceruleus']],
  ['UBERON:0002336', 'corpus callosum', ['corps calleux']],
]
