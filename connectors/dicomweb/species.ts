/**
 * What people write for a species in Patient Species Description (0010,2201): the names of CID 7454 and everyday ones. The
 * vocabulary of core knows them; other text may be anything.
 */
const known = new Set(
  `homo sapiens;human;mus musculus;mouse;house mouse;rattus norvegicus;rat;brown rat;macaca mulatta;rhesus macaque;
  macaca fascicularis;cynomolgus macaque;macaca;macaque;callithrix jacchus;common marmoset;marmoset;microcebus murinus;
  pan troglodytes;chimpanzee;canis lupus familiaris;canis familiaris;dog;felis catus;cat;sus scrofa;
  sus scrofa domesticus;pig;ovis aries;sheep;bos taurus;cow;equus caballus;horse;oryctolagus cuniculus;rabbit;
  mustela putorius furo;ferret;mesocricetus auratus;hamster;cavia porcellus;guinea pig;gallus gallus;chicken;
  danio rerio;zebrafish`
    .split(';')
    .map((name) => name.trim()),
)

export function isSpecies(text: string): boolean {
  return known.has(text.trim().toLowerCase())
}
