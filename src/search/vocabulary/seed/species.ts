/**
 * Species by their id in the NCBI Taxonomy, with common names in English, French and German. A common name of
 * several species stands at the one that neuroscience means by it (`rat`, `zebrafish`), or at each (`monkey`).
 */
export const species = `
NCBITaxon:7742 Vertebrata; vertebrate; vertébrés; Wirbeltiere
  NCBITaxon:40674 Mammalia; mammal; mammifère; Säugetiere
    NCBITaxon:9347 Eutheria; placental mammal; eutherian; Placentalia
      NCBITaxon:9989 Rodentia; rodent; rongeur; Nagetiere; Nager
        NCBITaxon:10090 Mus musculus; mouse; house mouse; laboratory mouse; murine; souris; Maus; Hausmaus; M. musculus; Mus musculus domesticus
        NCBITaxon:10116 Rattus norvegicus; rat; Norway rat; brown rat; laboratory rat; Ratte; Ratten; Wanderratte; R. norvegicus; rat brun; surmulot
        NCBITaxon:10117 Rattus rattus; black rat; roof rat; rat noir; Hausratte
        NCBITaxon:10047 Meriones unguiculatus; Mongolian gerbil; gerbil; gerbille de Mongolie; Mongolische Rennmaus
        NCBITaxon:10036 Mesocricetus auratus; golden hamster; Syrian hamster; hamster doré; Goldhamster
        NCBITaxon:10029 Cricetulus griseus; Chinese hamster
        NCBITaxon:10141 Cavia porcellus; guinea pig; cochon d'Inde; Meerschweinchen; cobaye
        NCBITaxon:10181 Heterocephalus glaber; naked mole-rat; rat-taupe nu; Nacktmull
        NCBITaxon:79684 Microtus ochrogaster; prairie vole
      NCBITaxon:9443 Primates; primate; Primaten
        NCBITaxon:9527 Cercopithecidae; Old World monkey; monkey; singe; Affe; Affen
          NCBITaxon:9539 Macaca; macaque; macaque monkey; Makak
            NCBITaxon:9544 Macaca mulatta; rhesus macaque; rhesus monkey; rhesus; macaque rhésus; Rhesusaffe; M. mulatta
            NCBITaxon:9541 Macaca fascicularis; crab-eating macaque; cynomolgus macaque; cynomolgus monkey; long-tailed macaque; cynomolgus; M. fascicularis; macaque crabier; Javaneraffe
            NCBITaxon:9545 Macaca nemestrina; pig-tailed macaque; Schweinsaffe
            NCBITaxon:9542 Macaca fuscata; Japanese macaque; snow monkey; macaque japonais; Japanmakak
          NCBITaxon:9555 Papio anubis; olive baboon; babouin olive; Anubispavian
        NCBITaxon:9479 Platyrrhini; New World monkey; monkey; singe; Affe; Affen
          NCBITaxon:9483 Callithrix jacchus; common marmoset; marmoset; white-tufted-ear marmoset; ouistiti; Weißbüschelaffe; C. jacchus
          NCBITaxon:9520 Saimiri; squirrel monkey; singe-écureuil; saïmiri; Totenkopfaffe
            NCBITaxon:9521 Saimiri sciureus; common squirrel monkey
            NCBITaxon:27679 Saimiri boliviensis; Bolivian squirrel monkey; black-capped squirrel monkey
        NCBITaxon:9606 Homo sapiens; human; humain; homme; Mensch; Menschen; menschlich; menschlichen; H. sapiens
        NCBITaxon:9598 Pan troglodytes; chimpanzee; chimp; chimpanzé; Schimpanse
        NCBITaxon:9597 Pan paniscus; bonobo; pygmy chimpanzee
        NCBITaxon:9593 Gorilla gorilla; gorilla; western gorilla; gorille
        NCBITaxon:9601 Pongo abelii; Sumatran orangutan
        NCBITaxon:30608 Microcebus murinus; gray mouse lemur; mouse lemur; microcèbe mignon; microcèbe; Grauer Mausmaki
      NCBITaxon:33554 Carnivora; carnivore
        NCBITaxon:9669 Mustela putorius furo; ferret; domestic ferret; furet; Frettchen
        NCBITaxon:9685 Felis catus; cat; domestic cat; Katze; Hauskatze
        NCBITaxon:9615 Canis lupus familiaris; dog; domestic dog; Canis familiaris; chien; Hund; Haushund
      NCBITaxon:9986 Oryctolagus cuniculus; rabbit; European rabbit; lapin; Kaninchen
      NCBITaxon:37347 Tupaia belangeri; northern tree shrew; Spitzhörnchen
      NCBITaxon:9823 Sus scrofa; pig; swine; porc; Schwein
      NCBITaxon:9940 Ovis aries; sheep; domestic sheep; mouton; Schaf
      NCBITaxon:9925 Capra hircus; goat; chèvre; Ziege
      NCBITaxon:9913 Bos taurus; cattle; cow; bovine; vache; Rind
      NCBITaxon:9796 Equus caballus; horse; cheval; Pferd
    NCBITaxon:13616 Monodelphis domestica; gray short-tailed opossum
  NCBITaxon:8782 Aves; bird; avian; oiseau; Vogel
    NCBITaxon:9031 Gallus gallus; chicken; chick; poulet; Huhn
    NCBITaxon:59729 Taeniopygia guttata; zebra finch; diamant mandarin; Zebrafink
    NCBITaxon:8932 Columba livia; rock dove; rock pigeon; domestic pigeon; Felsentaube
  NCBITaxon:8355 Xenopus laevis; African clawed frog; xénope; Krallenfrosch
  NCBITaxon:8364 Xenopus tropicalis; tropical clawed frog; western clawed frog
  NCBITaxon:8296 Ambystoma mexicanum; axolotl
  NCBITaxon:7955 Danio rerio; zebrafish; zebra fish; poisson-zèbre; Zebrafisch; Zebrabärbling; D. rerio
  NCBITaxon:8090 Oryzias latipes; medaka; Japanese medaka; Japanese rice fish
  NCBITaxon:7757 Petromyzon marinus; sea lamprey
NCBITaxon:50557 Insecta; insect; insecte; Insekten
  NCBITaxon:7227 Drosophila melanogaster; fruit fly; fruitfly; vinegar fly; mouche du vinaigre; drosophile; Taufliege; D. melanogaster
  NCBITaxon:7460 Apis mellifera; honey bee; honeybee; abeille; Honigbiene
NCBITaxon:6239 Caenorhabditis elegans; C. elegans
NCBITaxon:7719 Ciona intestinalis; sea squirt; vase tunicate
NCBITaxon:3702 Arabidopsis thaliana; thale cress; arabette des dames; A. thaliana
NCBITaxon:4932 Saccharomyces cerevisiae; baker's yeast; brewer's yeast; S. cerevisiae
NCBITaxon:562 Escherichia coli; E. coli
`
