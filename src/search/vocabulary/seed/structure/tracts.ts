/** Tracts, commissures and ventricles of the brain. */
export const tracts = `
UBERON:0002336 corpus callosum; callosum; corps calleux; Balken < UBERON:0003544 @ NCBITaxon:9347
  UBERON:0015599 genu of corpus callosum; genu corporis callosi
  UBERON:0015510 body of corpus callosum; truncus corporis callosi
  UBERON:0015708 splenium of the corpus callosum; splenium; splenium corporis callosi
  UBERON:0015703 rostrum of corpus callosum
  UBERON:0000373 tapetum of corpus callosum
  UBERON:0034676 forceps major of corpus callosum; forceps major
  UBERON:0034678 forceps minor of corpus callosum; forceps minor
UBERON:0000935 anterior commissure; commissure antérieure; commissura anterior < UBERON:0003544 @ NCBITaxon:7742
UBERON:0000936 posterior commissure; commissura posterior < UBERON:0003544 @ NCBITaxon:7742
UBERON:0000908 hippocampal commissure; commissure of fornix < UBERON:0003544 @ NCBITaxon:40674
UBERON:0001909 habenular commissure < UBERON:0003544 @ NCBITaxon:7742
UBERON:0001887 internal capsule of telencephalon; internal capsule; IC; capsula interna; capsule interne; innere Kapsel < UBERON:0003544 @ NCBITaxon:40674
  UBERON:0014526 anterior limb of internal capsule; ALIC @ NCBITaxon:9443
  UBERON:0014527 posterior limb of internal capsule; PLIC @ NCBITaxon:9443
  atlas:genu-of-internal-capsule genu of internal capsule @ NCBITaxon:9443
UBERON:0004545 external capsule of telencephalon; external capsule; capsula externa; capsule externe < UBERON:0003544 @ NCBITaxon:40674
UBERON:0014528 extreme capsule; capsula extrema < UBERON:0003544 @ NCBITaxon:40674
UBERON:0004682 corona radiata of neuraxis; corona radiata; couronne rayonnante < UBERON:0003544 @ NCBITaxon:40674
  UBERON:0022425 anterior corona radiata @ NCBITaxon:9443
  UBERON:0022426 superior corona radiata @ NCBITaxon:9443
  UBERON:0022427 posterior corona radiata @ NCBITaxon:9443
UBERON:0003961 cingulum of brain; cingulum; cingulum bundle; cingulate bundle < UBERON:0003544 @ NCBITaxon:40674
UBERON:0000052 fornix of brain; fornix; fornix cerebri; trigone cérébral < UBERON:0003544 @ NCBITaxon:40674
  UBERON:0002310 hippocampus fimbria; fimbria; fimbria hippocampi; fimbria of hippocampus
  UBERON:0003016 postcommissural fornix of brain; postcommissural fornix
  UBERON:0014539 precommissural fornix of forebrain; precommissural fornix
UBERON:0022246 superior longitudinal fasciculus; SLF; faisceau longitudinal supérieur < UBERON:0003544 @ NCBITaxon:9443
  UBERON:0035937 arcuate fasciculus; AF; faisceau arqué; Fasciculus arcuatus
UBERON:0034743 inferior longitudinal fasciculus; ILF; faisceau longitudinal inférieur < UBERON:0003544 @ NCBITaxon:9443
UBERON:0034753 inferior fronto-occipital fasciculus; IFOF; IFO; inferior occipitofrontal fasciculus < UBERON:0003544 @ NCBITaxon:9443
atlas:superior-fronto-occipital-fasciculus superior fronto-occipital fasciculus; superior occipitofrontal fasciculus < UBERON:0003544 @ NCBITaxon:9443
UBERON:0019275 uncinate fasciculus; UF; faisceau unciné; Fasciculus uncinatus; uncinate fasciculus of the forebrain < UBERON:0003544 @ NCBITaxon:9443
UBERON:0034746 anterior thalamic radiation; ATR < UBERON:0003544 @ NCBITaxon:40674
UBERON:0034747 posterior thalamic radiation; PTR < UBERON:0003544 @ NCBITaxon:40674
UBERON:0022264 optic radiation; geniculocalcarine tract; radiation optique; Sehstrahlung < UBERON:0003544 @ NCBITaxon:40674
UBERON:0022262 auditory radiation; acoustic radiation < UBERON:0003544 @ NCBITaxon:40674
UBERON:0003029 stria terminalis; strie terminale < UBERON:0003544 @ NCBITaxon:40674
UBERON:0006086 stria medullaris; stria medullaris thalami; stria medullaris of thalamus < UBERON:0003544 @ NCBITaxon:7742
UBERON:0002138 fasciculus retroflexus; habenulointerpeduncular tract; habenulo-interpeduncular tract; Meynert's retroflex bundle < UBERON:0003544 @ NCBITaxon:7742
UBERON:0006696 mammillothalamic tract; mammillothalamic tract of Vicq d'Azyr; mammillothalamic axonal tract < UBERON:0003544 @ NCBITaxon:40674
UBERON:0001910 medial forebrain bundle; MFB; faisceau médian du télencéphale < UBERON:0003544 @ NCBITaxon:7742
UBERON:0002309 medial longitudinal fasciculus; MLF < UBERON:0003544 @ NCBITaxon:7742
UBERON:0014169 nigrostriatal tract; nigrostriatal pathway; nigrostriatal bundle < UBERON:0003544 @ NCBITaxon:40674
UBERON:0002707 corticospinal tract; CST; pyramidal tract; faisceau pyramidal; Pyramidenbahn < UBERON:0003544 @ NCBITaxon:40674
UBERON:0022272 corticobulbar tract; corticonuclear tract < UBERON:0003544 @ NCBITaxon:40674
UBERON:0002714 rubrospinal tract < UBERON:0003544 @ NCBITaxon:7742
UBERON:0007703 spinothalamic tract < UBERON:0003544 @ NCBITaxon:7742
UBERON:0022943 reticulospinal tract < UBERON:0003544 @ NCBITaxon:7742
UBERON:0002949 tectospinal tract < UBERON:0003544 @ NCBITaxon:7742
UBERON:0001908 optic tract; tractus opticus; tractus optique < UBERON:0003544 @ NCBITaxon:7742
UBERON:0000959 optic chiasma; optic chiasm; chiasma opticum; chiasma optique; Sehnervenkreuzung < UBERON:0003544 @ NCBITaxon:7742
atlas:lateral-olfactory-tract lateral olfactory tract; LOT < UBERON:0003544 @ NCBITaxon:40674
UBERON:0002265 olfactory tract; tractus olfactorius < UBERON:0003544 @ NCBITaxon:7742
UBERON:0003002 medial lemniscus; lemniscus medialis < UBERON:0003544 @ NCBITaxon:7742
UBERON:0002953 lateral lemniscus; lemniscus lateralis < UBERON:0003544 @ NCBITaxon:7742
UBERON:0002932 trapezoid body; corpus trapezoideum < UBERON:0003544 @ NCBITaxon:40674
UBERON:0002623 cerebral peduncle; crus cerebri; pedunculus cerebri; pédoncule cérébral; Hirnschenkel < UBERON:0003544 @ NCBITaxon:40674
UBERON:0002150 superior cerebellar peduncle; SCP; brachium conjunctivum; pédoncule cérébelleux supérieur < UBERON:0003544 @ NCBITaxon:40674
UBERON:0002152 middle cerebellar peduncle; MCP; brachium pontis; pédoncule cérébelleux moyen < UBERON:0003544 @ NCBITaxon:40674
UBERON:0002163 inferior cerebellar peduncle; ICP; restiform body; pédoncule cérébelleux inférieur < UBERON:0003544 @ NCBITaxon:40674
UBERON:0014761 spinal trigeminal tract < UBERON:0003544 @ NCBITaxon:7742
UBERON:0005821 gracile fasciculus < UBERON:0003544 @ NCBITaxon:40674
UBERON:0005832 cuneate fasciculus < UBERON:0003544 @ NCBITaxon:40674
atlas:frontal-aslant-tract frontal aslant tract; FAT < UBERON:0003544 @ NCBITaxon:9606
UBERON:0005282 ventricular system of brain; cerebral ventricles; brain ventricles; ventricles of brain; ventricules cérébraux; Hirnventrikel < UBERON:0000955 @ NCBITaxon:7742
  UBERON:0002285 lateral ventricle; lateral ventricles; telencephalic ventricle; ventricule latéral; Seitenventrikel
  UBERON:0002286 third ventricle; 3rd ventricle; troisième ventricule; dritter Ventrikel
  UBERON:0002422 fourth ventricle; 4th ventricle; quatrième ventricule; vierter Ventrikel
  UBERON:0002289 midbrain cerebral aqueduct; cerebral aqueduct; aqueduct of Sylvius; Sylvian aqueduct; aqueduc de Sylvius
  UBERON:0001886 choroid plexus; plexus choroideus; plexus choroïde
`
