import { brainstem } from './structure/brainstem.ts'
import { cerebralNuclei } from './structure/cerebral-nuclei.ts'
import { cortex } from './structure/cortex.ts'
import { diencephalon } from './structure/diencephalon.ts'
import { gyri } from './structure/gyri.ts'
import { insects } from './structure/insects.ts'
import { nervousSystem } from './structure/nervous-system.ts'
import { organs } from './structure/organs.ts'
import { tracts } from './structure/tracts.ts'

/**
 * Structures by their id in Uberon, which is of no species, and by one of our own where Uberon has none that is
 * surely meant. The taxa that have a structure are told where not all animals of the catalogue do.
 *
 * Atlases bring structures of their own in the sources' graphs: a query by one of these names goes on to every term
 * whose label is one of them (`V1` to the `Primary visual area` of a mouse atlas). A name in use for several stands at
 * each of them and is never mapped to one: `hippocampus` is the formation to some and Ammon's horn to others.
 */
export const structure = [
  nervousSystem,
  cortex,
  gyri,
  cerebralNuclei,
  diencephalon,
  brainstem,
  tracts,
  insects,
  organs,
].join('\n')
