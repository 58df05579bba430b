import type { SeedEntry } from './entry.ts'

const mammals = ['NCBITaxon:40674']
const rodents = ['NCBITaxon:9989']
const primates = ['NCBITaxon:9443']
const macaques = ['NCBITaxon:9539']
const carnivores = ['NCBITaxon:33554']
const birds = ['NCBITaxon:8782']
const vertebrates = ['NCBITaxon:7742']
const insects = ['NCBITaxon:50557']

/**
 * Species by their id in the NCBI Taxonomy, with common names in English and some in French and German. A common
 * name of several species stands at the one that neuroscience means by it (`rat`, `zebrafish`), or at none (`monkey`).
 */
export const species: readonly SeedEntry[] = [
  ['NCBITaxon:7742', 'Vertebrata', ['vertebrate', 'vertébrés', 'Wirbeltiere']],
  ['NCBITaxon:40674', 'Mammalia', ['mammal', 'mammifère', 'Säugetiere'], vertebrates],
  ['NCBITaxon:9989', 'Rodentia', ['rodent', 'rongeur', 'Nagetiere'], mammals],
  ['NCBITaxon:9443', 'Primates', ['primate', 'Primaten'], mammals],
  ['NCBITaxon:9539', 'Macaca', ['macaque', 'macaque monkey', 'Makak'], primates],
  ['NCBITaxon:33554', 'Carnivora', ['carnivore'], mammals],
  ['NCBITaxon:8782', 'Aves', ['bird', 'avian', 'oiseau', 'Vogel', 'Vögel'], vertebrates],
  ['NCBITaxon:50557', 'Insecta', ['insect', 'insecte', 'Insekten']],

  [
    'NCBITaxon:9606',
    'Homo sapiens',
    ['human', 'humain', 'homme', 'Mensch', 'H. sapiens'],
    primates,
  ],
  [
    'NCBITaxon:9598',
    'Pan troglodytes',
    ['chimpanzee', 'chimp', 'chimpanzé', 'Schimpanse'],
    primates,
  ],
  ['NCBITaxon:9597', 'Pan paniscus', ['bonobo', 'pygmy chimpanzee'], primates],
  ['NCBITaxon:9593', 'Gorilla gorilla', ['gorilla', 'western gorilla', 'gorille'], primates],
  ['NCBITaxon:9601', 'Pongo abelii', ['Sumatran orangutan'], primates],
  [
    'NCBITaxon:9544',
    'Macaca mulatta',
    ['rhesus macaque', 'rhesus monkey', 'rhesus', 'macaque rhésus', 'Rhesusaffe', 'M. mulatta'],
    macaques,
  ],
  [
    'NCBITaxon:9541',
    'Macaca fascicularis',
    [
      'crab-eating macaque',
      'cynomolgus macaque',
      'cynomolgus monkey',
      'long-tailed macaque',
      'cynomolgus',
      'M. fascicularis',
    ],
    macaques,
  ],
  ['NCBITaxon:9545', 'Macaca nemestrina', ['pig-tailed macaque'], macaques],
  ['NCBITaxon:9542', 'Macaca fuscata', ['Japanese macaque', 'snow monkey'], macaques],
  ['NCBITaxon:9555', 'Papio anubis', ['olive baboon'], primates],
  [
    'NCBITaxon:9483',
    'Callithrix jacchus',
    [
      'common marmoset',
      'marmoset',
      'white-tufted-ear marmoset',
      'ouistiti',
      'Weißbüschelaffe',
      'C. jacchus',
    ],
    primates,
  ],
  ['NCBITaxon:9521', 'Saimiri sciureus', ['common squirrel monkey'], primates],
  [
    'NCBITaxon:30608',
    'Microcebus murinus',
    ['gray mouse lemur', 'mouse lemur', 'microcèbe mignon', 'microcèbe', 'Grauer Mausmaki'],
    primates,
  ],
  [
    'NCBITaxon:10090',
    'Mus musculus',
    ['mouse', 'house mouse', 'laboratory mouse', 'souris', 'Maus', 'Hausmaus', 'M. musculus'],
    rodents,
  ],
  [
    'NCBITaxon:10116',
    'Rattus norvegicus',
    ['rat', 'Norway rat', 'brown rat', 'laboratory rat', 'Ratte', 'Wanderratte', 'R. norvegicus'],
    rodents,
  ],
  ['NCBITaxon:10117', 'Rattus rattus', ['black rat', 'roof rat', 'rat noir', 'Hausratte'], rodents],
  ['NCBITaxon:10047', 'Meriones unguiculatus', ['Mongolian gerbil', 'gerbil'], rodents],
  ['NCBITaxon:10036', 'Mesocricetus auratus', ['golden hamster', 'Syrian hamster'], rodents],
  ['NCBITaxon:10029', 'Cricetulus griseus', ['Chinese hamster'], rodents],
  [
    'NCBITaxon:10141',
    'Cavia porcellus',
    ['guinea pig', "cochon d'Inde", 'Meerschweinchen'],
    rodents,
  ],
  ['NCBITaxon:10181', 'Heterocephalus glaber', ['naked mole-rat'], rodents],
  ['NCBITaxon:79684', 'Microtus ochrogaster', ['prairie vole'], rodents],
  [
    'NCBITaxon:9986',
    'Oryctolagus cuniculus',
    ['rabbit', 'European rabbit', 'lapin', 'Kaninchen'],
    mammals,
  ],
  ['NCBITaxon:37347', 'Tupaia belangeri', ['northern tree shrew'], mammals],
  ['NCBITaxon:13616', 'Monodelphis domestica', ['gray short-tailed opossum'], mammals],
  [
    'NCBITaxon:9669',
    'Mustela putorius furo',
    ['ferret', 'domestic ferret', 'furet', 'Frettchen'],
    carnivores,
  ],
  ['NCBITaxon:9685', 'Felis catus', ['cat', 'domestic cat', 'Katze', 'Hauskatze'], carnivores],
  [
    'NCBITaxon:9615',
    'Canis lupus familiaris',
    ['dog', 'domestic dog', 'Canis familiaris', 'chien', 'Hund', 'Haushund'],
    carnivores,
  ],
  ['NCBITaxon:9823', 'Sus scrofa', ['pig', 'swine', 'porc', 'Schwein'], mammals],
  ['NCBITaxon:9940', 'Ovis aries', ['sheep', 'domestic sheep', 'mouton', 'Schaf'], mammals],
  ['NCBITaxon:9925', 'Capra hircus', ['goat', 'chèvre', 'Ziege'], mammals],
  ['NCBITaxon:9913', 'Bos taurus', ['cattle', 'cow', 'bovine', 'vache', 'Rind'], mammals],
  ['NCBITaxon:9796', 'Equus caballus', ['horse', 'cheval', 'Pferd'], mammals],
  ['NCBITaxon:9031', 'Gallus gallus', ['chicken', 'chick', 'poulet', 'Huhn'], birds],
  [
    'NCBITaxon:59729',
    'Taeniopygia guttata',
    ['zebra finch', 'diamant mandarin', 'Zebrafink'],
    birds,
  ],
  ['NCBITaxon:8932', 'Columba livia', ['rock dove', 'rock pigeon', 'domestic pigeon'], birds],
  [
    'NCBITaxon:8355',
    'Xenopus laevis',
    ['African clawed frog', 'xénope', 'Krallenfrosch'],
    vertebrates,
  ],
  [
    'NCBITaxon:8364',
    'Xenopus tropicalis',
    ['tropical clawed frog', 'western clawed frog'],
    vertebrates,
  ],
  ['NCBITaxon:8296', 'Ambystoma mexicanum', ['axolotl'], vertebrates],
  [
    'NCBITaxon:7955',
    'Danio rerio',
    ['zebrafish', 'zebra fish', 'poisson-zèbre', 'Zebrafisch', 'Zebrabärbling', 'D. rerio'],
    vertebrates,
  ],
  [
    'NCBITaxon:8090',
    'Oryzias latipes',
    ['medaka', 'Japanese medaka', 'Japanese rice fish'],
    vertebrates,
  ],
  ['NCBITaxon:7757', 'Petromyzon marinus', ['sea lamprey'], vertebrates],
  [
    'NCBITaxon:7227',
    'Drosophila melanogaster',
    ['fruit fly', 'fruitfly', 'vinegar fly', 'mouche du vinaigre', 'Taufliege', 'D. melanogaster'],
    insects,
  ],
  ['NCBITaxon:7460', 'Apis mellifera', ['honey bee', 'honeybee', 'abeille', 'Honigbiene'], insects],
  ['NCBITaxon:6239', 'Caenorhabditis elegans', ['C. elegans']],
  ['NCBITaxon:7719', 'Ciona intestinalis', ['sea squirt', 'vase tunicate']],
  ['NCBITaxon:3702', 'Arabidopsis thaliana', ['thale cress', 'arabette des dames', 'A. thaliana']],
  [
    'NCBITaxon:4932',
    'Saccharomyces cerevisiae',
    ["baker's yeast", "brewer's yeast", 'S. cerevisiae'],
  ],
  ['NCBITaxon:562', 'Escherichia coli', ['E. coli']],
]
