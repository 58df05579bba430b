/** Midbrain, pons, medulla and cerebellum. */
export const brainstem = `
UBERON:0002314 midbrain tectum; tectum; tectum mesencephali; toit du mésencéphale < UBERON:0001891 @ NCBITaxon:7742
  UBERON:0001945 superior colliculus; SC; colliculus superior; colliculus supérieur @ NCBITaxon:40674
  UBERON:0001946 inferior colliculus; IC; colliculus inferior; colliculus inférieur @ NCBITaxon:40674
    UBERON:0002563 central nucleus of inferior colliculus
    UBERON:0002571 external nucleus of inferior colliculus; external cortex of inferior colliculus
  atlas:optic-tectum optic tectum; tectum opticum; optic lobe
UBERON:0001943 midbrain tegmentum; tegmentum of midbrain; tegmentum mesencephali < UBERON:0001891 @ NCBITaxon:7742
  UBERON:0003040 periaqueductal gray; PAG; periaqueductal grey; central gray; substance grise périaqueducale; zentrales Höhlengrau; central gray substance of midbrain
  UBERON:0001947 red nucleus; RN; nucleus ruber; noyau rouge
  UBERON:0002038 substantia nigra; SN; substance noire; locus niger; schwarze Substanz < UBERON:0010011
    UBERON:0001965 substantia nigra pars compacta; SNc; SNpc; substantia nigra, compact part; pars compacta of substantia nigra @ NCBITaxon:40674
    UBERON:0001966 substantia nigra pars reticulata; SNr; SNpr; substantia nigra, reticular part; pars reticulata of substantia nigra @ NCBITaxon:40674
    UBERON:0002995 substantia nigra pars lateralis @ NCBITaxon:40674
  UBERON:0002691 ventral tegmental area; VTA; Tsai's area; aire tegmentale ventrale; ventrales Tegmentum
  UBERON:0011172 retrorubral area; retrorubral field; RRF; retrorubral area of midbrain reticular nucleus @ NCBITaxon:40674
  UBERON:0002145 interpeduncular nucleus; IPN
  UBERON:0002142 pedunculopontine tegmental nucleus; PPN; PPTg; pedunculopontine nucleus; noyau pédonculopontin @ NCBITaxon:40674
  UBERON:0002267 laterodorsal tegmental nucleus; LDT @ NCBITaxon:40674
  UBERON:0002143 dorsal tegmental nucleus @ NCBITaxon:40674
  UBERON:0002696 cuneiform nucleus; CnF @ NCBITaxon:40674
  UBERON:0001715 oculomotor nuclear complex; oculomotor nucleus; nucleus of cranial nerve III
  UBERON:0002722 trochlear nucleus; nucleus of cranial nerve IV
  atlas:edinger-westphal-nucleus Edinger-Westphal nucleus; EW
  UBERON:0001718 mesencephalic nucleus of trigeminal nerve; mesencephalic trigeminal nucleus
  UBERON:0002551 interstitial nucleus of Cajal
  UBERON:0002639 midbrain reticular formation; MRN; midbrain reticular nucleus @ NCBITaxon:40674
  UBERON:0036012 nucleus of the brachium of the inferior colliculus @ NCBITaxon:40674
  UBERON:0013734 rostral linear nucleus @ NCBITaxon:40674
UBERON:0000988 pons; pons Varolii; pont de Varole; protubérance annulaire; Brücke < UBERON:0002028 UBERON:0002298 @ NCBITaxon:7742
  UBERON:0002151 pontine nuclear group; pontine nuclei; pontine gray; basilar pontine nuclei @ NCBITaxon:40674
  UBERON:0003023 pontine tegmentum
  UBERON:0002148 locus coeruleus; LC; locus ceruleus; blauer Kern
  UBERON:0002587 nucleus subceruleus; subcoeruleus nucleus @ NCBITaxon:40674
  UBERON:0007634 parabrachial nucleus; parabrachial nuclear complex; PBN; parabrachial area; parabrachial complex
    UBERON:0003007 lateral parabrachial nucleus; PBl; LPBN @ NCBITaxon:40674
    UBERON:0002918 medial parabrachial nucleus; PBm @ NCBITaxon:40674
  UBERON:0007632 Barrington's nucleus; pontine micturition center @ NCBITaxon:40674
  atlas:kolliker-fuse-nucleus Kölliker-Fuse nucleus; KF @ NCBITaxon:40674
  UBERON:0002147 reticulotegmental nucleus; tegmental reticular nucleus; TRTN @ NCBITaxon:40674
  UBERON:0002128 superior olivary complex; superior olive; SOC @ NCBITaxon:40674
    UBERON:0002779 lateral superior olivary nucleus; LSO
    UBERON:0002782 medial superior olivary nucleus; MSO
  UBERON:0007633 nucleus of trapezoid body; NTB @ NCBITaxon:40674
    UBERON:0002833 medial nucleus of trapezoid body; MNTB
  UBERON:0006840 nucleus of lateral lemniscus; NLL @ NCBITaxon:40674
  UBERON:0002633 motor nucleus of trigeminal nerve; trigeminal motor nucleus
  UBERON:0002597 principal sensory nucleus of trigeminal nerve; principal trigeminal nucleus; PrV
  UBERON:0002682 abducens nucleus; nucleus of cranial nerve VI
  UBERON:0000127 facial nucleus; facial motor nucleus of brainstem; nucleus of cranial nerve VII
  UBERON:0002573 pontine reticular formation @ NCBITaxon:40674
    UBERON:0002999 oral pontine reticular nucleus; PnO
    UBERON:0002963 caudal pontine reticular nucleus; PnC
  UBERON:0035973 nucleus incertus @ NCBITaxon:40674
  UBERON:0001720 cochlear nucleus; cochlear nuclei; cochlear nuclear complex @ NCBITaxon:40674
    UBERON:0002829 dorsal cochlear nucleus; DCN
    UBERON:0002828 ventral cochlear nucleus; VCN
    UBERON:0002830 anteroventral cochlear nucleus; AVCN
    UBERON:0002831 posteroventral cochlear nucleus; PVCN
  UBERON:0007228 vestibular nucleus; vestibular nuclei; vestibular nuclear complex
    UBERON:0001722 medial vestibular nucleus; MVN
    UBERON:0007230 lateral vestibular nucleus; Deiters nucleus
    UBERON:0007227 superior vestibular nucleus
    UBERON:0001721 inferior vestibular nucleus; spinal vestibular nucleus
UBERON:0001896 medulla oblongata; medulla; bulbe rachidien; bulbe; verlängertes Mark < UBERON:0002028 UBERON:0002298 @ NCBITaxon:7742
  UBERON:0009050 nucleus of solitary tract; NTS; nucleus tractus solitarius; solitary nucleus; noyau du tractus solitaire
  UBERON:0002870 dorsal motor nucleus of vagus nerve; DMV; DMX; dorsal motor nucleus of the vagus; dorsal vagal nucleus
  UBERON:0001719 nucleus ambiguus; ambiguus nucleus
  UBERON:0002871 hypoglossal nucleus; nucleus of cranial nerve XII
  UBERON:0002162 area postrema
  UBERON:0002127 inferior olivary complex; inferior olive; olive inférieure @ NCBITaxon:40674
  UBERON:0002161 gracile nucleus; nucleus gracilis @ NCBITaxon:40674
  UBERON:0002045 cuneate nucleus; nucleus cuneatus @ NCBITaxon:40674
  UBERON:0002864 accessory cuneate nucleus; external cuneate nucleus; ECu @ NCBITaxon:40674
  UBERON:0001717 spinal nucleus of trigeminal nerve; spinal trigeminal nucleus; SpV
    UBERON:0002866 caudal part of spinal trigeminal nucleus; spinal trigeminal nucleus, caudal part; SpVC @ NCBITaxon:40674
    UBERON:0002873 interpolar part of spinal trigeminal nucleus; SpVI @ NCBITaxon:40674
    UBERON:0002591 oral part of spinal trigeminal nucleus; SpVO @ NCBITaxon:40674
  UBERON:0005807 rostral ventrolateral medulla; RVLM @ NCBITaxon:40674
  UBERON:0006007 pre-Bötzinger complex; preBötC; pre-Bötzinger nucleus @ NCBITaxon:40674
  UBERON:0009918 retrotrapezoid nucleus; RTN @ NCBITaxon:40674
  UBERON:0002155 gigantocellular nucleus; Gi; gigantocellular reticular nucleus @ NCBITaxon:40674
  UBERON:0002154 lateral reticular nucleus; LRN @ NCBITaxon:40674
  UBERON:0016633 parvocellular reticular nucleus; PARN @ NCBITaxon:40674
  UBERON:0002160 nucleus prepositus; nucleus prepositus hypoglossi @ NCBITaxon:40674
  UBERON:0005159 pyramid of medulla oblongata; pyramids @ NCBITaxon:40674
UBERON:0002275 reticular formation; formation réticulée; Formatio reticularis < UBERON:0002028 UBERON:0002298 @ NCBITaxon:7742
UBERON:0004684 raphe nuclei; raphe complex; noyaux du raphé; Raphekerne < UBERON:0002028 UBERON:0002298 @ NCBITaxon:7742
  UBERON:0002043 dorsal raphe nucleus; dorsal raphe; DRN; noyau dorsal du raphé
  UBERON:0003004 median raphe nucleus; superior central nucleus; superior central raphe nucleus; median raphe; MRN
  UBERON:0002156 nucleus raphe magnus; RMg @ NCBITaxon:40674
  UBERON:0002684 nucleus raphe obscurus; ROb @ NCBITaxon:40674
  UBERON:0002157 nucleus raphe pallidus; RPa @ NCBITaxon:40674
  UBERON:0002047 pontine raphe nucleus @ NCBITaxon:40674
UBERON:0002037 cerebellum; cervelet; Kleinhirn; cerebelo; CB < UBERON:0002028 @ NCBITaxon:7742
  UBERON:0002129 cerebellar cortex; cortex cérébelleux; Kleinhirnrinde
    UBERON:0002974 molecular layer of cerebellar cortex; cerebellar molecular layer
    UBERON:0002979 Purkinje cell layer of cerebellar cortex; Purkinje cell layer; Purkinje layer
    UBERON:0002956 granular layer of cerebellar cortex; cerebellar granular layer; cerebellar granule cell layer
  UBERON:0002245 cerebellar hemisphere; hémisphère cérébelleux; Kleinhirnhemisphäre @ NCBITaxon:40674
    UBERON:0005348 ansiform lobule; ansiform lobe
      UBERON:0005976 ansiform lobule crus I; crus I; Crus 1
      UBERON:0005977 ansiform lobule crus II; crus II; Crus 2
    UBERON:0005350 simple lobule; lobulus simplex; simplex lobule
    UBERON:0005349 paramedian lobule; PRM
    UBERON:0005347 copula pyramidis @ NCBITaxon:9989
    UBERON:0001063 flocculus; flocculus of cerebellum
    UBERON:0005351 paraflocculus; PFL
  UBERON:0004720 cerebellar vermis; vermis; vermis cerebelli; Kleinhirnwurm @ NCBITaxon:40674
    UBERON:0004074 cerebellum vermis lobule I; lingula of cerebellum; lobule I
    UBERON:0004075 cerebellum vermis lobule II; lobule II
    UBERON:0004076 cerebellum vermis lobule III; lobule III
    UBERON:0004077 cerebellum vermis lobule IV; lobule IV
    UBERON:0004079 cerebellum vermis lobule V; lobule V
    UBERON:0004080 cerebellum vermis lobule VI; declive; lobule VI
    UBERON:0004081 cerebellum vermis lobule VII; lobule VII
    UBERON:0004082 cerebellum vermis lobule VIII; pyramis of cerebellum; lobule VIII
    UBERON:0004078 cerebellum vermis lobule IX; uvula of cerebellum; lobule IX
    UBERON:0004083 cerebellum vermis lobule X; nodulus of cerebellum; lobule X
  UBERON:0002131 anterior lobe of cerebellum @ NCBITaxon:40674
  UBERON:0004002 posterior lobe of cerebellum @ NCBITaxon:40674
  UBERON:0003012 flocculonodular lobe @ NCBITaxon:40674
  UBERON:0002130 nuclear complex of cerebellum; deep cerebellar nuclei; DCN; cerebellar nuclei; noyaux cérébelleux; Kleinhirnkerne; cerebellar nuclear complex @ NCBITaxon:40674
    UBERON:0002132 dentate nucleus; lateral cerebellar nucleus; noyau dentelé; nucleus dentatus
    UBERON:0002153 fastigial nucleus; medial cerebellar nucleus; nucleus fastigii
    UBERON:0004073 cerebellum interpositus nucleus; interposed nucleus; nucleus interpositus
    UBERON:0002602 emboliform nucleus
    UBERON:0002613 cerebellum globose nucleus; globose nucleus
  UBERON:0002317 white matter of cerebellum; arbor vitae; cerebellar white matter
`
