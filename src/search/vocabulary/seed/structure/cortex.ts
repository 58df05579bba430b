/** Areas and layers of the cerebral cortex. */
export const cortex = `
UBERON:0000956 cerebral cortex; cortex cérébral; Großhirnrinde; Hirnrinde < UBERON:0001869 @ NCBITaxon:40674
  UBERON:0001950 neocortex; isocortex; neopallium; Neokortex
  UBERON:0014734 allocortex; Allokortex
    UBERON:0002961 archicortex; archipallium; hippocampal cortex
    UBERON:0014735 paleocortex; paleopallium
      UBERON:0002894 olfactory cortex; cortex olfactif; olfactory areas
        UBERON:0004725 piriform cortex; pyriform cortex; Pir; cortex piriforme @ NCBITaxon:7742
        UBERON:0002266 anterior olfactory nucleus; AON; anterior olfactory cortex
        UBERON:0014284 endopiriform nucleus; EP
        UBERON:0015800 taenia tecta; tenia tecta
        UBERON:0002893 nucleus of lateral olfactory tract; NLOT
      UBERON:0001883 olfactory tubercle; OT; tubercule olfactif
  UBERON:0014736 periallocortex
  UBERON:0001870 frontal cortex; cortex frontal; frontaler Kortex
    UBERON:0000451 prefrontal cortex; PFC; cortex préfrontal; präfrontaler Kortex; Präfrontalkortex
      UBERON:0009834 dorsolateral prefrontal cortex; DLPFC; dlPFC @ NCBITaxon:9443
      atlas:medial-prefrontal-cortex medial prefrontal cortex; mPFC
        atlas:prelimbic-cortex prelimbic cortex; prelimbic area; PL; PrL @ NCBITaxon:9989
        atlas:infralimbic-cortex infralimbic cortex; infralimbic area; IL; ILA
      atlas:ventromedial-prefrontal-cortex ventromedial prefrontal cortex; vmPFC @ NCBITaxon:9443
      atlas:ventrolateral-prefrontal-cortex ventrolateral prefrontal cortex; VLPFC @ NCBITaxon:9443
      UBERON:0004167 orbitofrontal cortex; OFC; orbital cortex; cortex orbitofrontal; orbitofrontaler Kortex
    UBERON:0001384 primary motor cortex; M1; primary motor area; MOp; motor strip; cortex moteur primaire; primär motorischer Kortex
    UBERON:0016634 premotor cortex; PMC; cortex prémoteur; prämotorischer Kortex @ NCBITaxon:9443
    UBERON:0016636 supplementary motor area; SMA; supplementary motor cortex; aire motrice supplémentaire; supplemental motor cortex @ NCBITaxon:9443
    atlas:secondary-motor-cortex secondary motor cortex; M2; secondary motor area; MOs; agranular medial cortex @ NCBITaxon:9989
    atlas:frontal-eye-field frontal eye field; FEF; frontal eye fields @ NCBITaxon:9443
  UBERON:0016530 parietal cortex; cortex pariétal; parietaler Kortex
    UBERON:0008930 somatosensory cortex; somatosensory area; cortex somatosensoriel; somatosensorischer Kortex
      UBERON:0008933 primary somatosensory cortex; S1; SI; primary somatosensory area; SSp; cortex somatosensoriel primaire
        UBERON:0010415 barrel cortex; S1BF; primary somatosensory area, barrel field; SSp-bfd; barrel field; whisker barrel cortex; cortex à tonneaux; Barrel-Kortex @ NCBITaxon:9989
      UBERON:0008934 secondary somatosensory cortex; S2; supplemental somatosensory area; SSs
    UBERON:0034889 posterior parietal cortex; PPC; posterior parietal association areas; PTLp
    UBERON:0006094 superior parietal cortex; superior parietal lobule; SPL @ NCBITaxon:9443
      UBERON:0006093 precuneus cortex; precuneus
    UBERON:0006088 inferior parietal cortex; inferior parietal lobule; IPL @ NCBITaxon:9443
    UBERON:0002913 intraparietal sulcus; IPS @ NCBITaxon:9443
  UBERON:0016538 temporal cortex; cortex temporal; temporaler Kortex
    UBERON:0001393 auditory cortex; auditory areas; cortex auditif; auditorischer Kortex; Hörrinde
      UBERON:0034751 primary auditory cortex; A1; primary auditory area; AUDp; cortex auditif primaire
      UBERON:0034752 secondary auditory cortex; A2
      UBERON:0035885 dorsal auditory area; AUDd @ NCBITaxon:9989
    UBERON:0035013 temporal cortex association area; temporal association areas; TeA @ NCBITaxon:9989
  UBERON:0016540 occipital cortex; cortex occipital; okzipitaler Kortex
    UBERON:0000411 visual cortex; visual areas; cortex visuel; visueller Kortex; Sehrinde
      UBERON:0002436 primary visual cortex; V1; primary visual area; VISp; striate cortex; Brodmann area 17; BA17; cortex visuel primaire; primär visueller Kortex
      UBERON:0014370 extrastriate cortex; extrastriate visual cortex; extrastriatal areas
        UBERON:0022232 secondary visual cortex; V2; secondary visual area
        UBERON:0035894 anterolateral visual area; VISal @ NCBITaxon:9989
        UBERON:0035893 anteromedial visual area; VISam @ NCBITaxon:9989
        UBERON:0035895 lateral visual area; VISl; lateromedial visual area @ NCBITaxon:9989
        UBERON:0035897 posterolateral visual area; VISpl @ NCBITaxon:9989
        UBERON:0035900 posteromedial visual area; VISpm @ NCBITaxon:9989
        UBERON:0035912 rostrolateral visual area; VISrl @ NCBITaxon:9989
        atlas:v4 V4; visual area V4; area V4 @ NCBITaxon:9443
        atlas:middle-temporal-visual-area middle temporal visual area; V5; area MT; visual area MT; MT+ @ NCBITaxon:9443
  UBERON:0003027 cingulate cortex; cingulate areas; cortex cingulaire; zingulärer Kortex
    UBERON:0009835 anterior cingulate cortex; ACC; anterior cingulate area; ACA; cortex cingulaire antérieur
    UBERON:0022353 posterior cingulate cortex; PCC; cortex cingulaire postérieur
    UBERON:0013531 retrosplenial cortex; RSC; retrosplenial area; RSP; cortex rétrosplénial; retrosplenialer Kortex; retrosplenial region
      UBERON:0014918 retrosplenial granular cortex; RSG
  UBERON:0034891 insula; island of Reil; cortex insulaire; Inselrinde; Insellappen; insular cortex
    UBERON:0034893 agranular insular cortex; agranular insular area; AI
    UBERON:0034892 granular insular cortex
  atlas:gustatory-cortex gustatory cortex; gustatory area; GU
  UBERON:0002728 entorhinal cortex; entorhinal area; ERC; cortex entorhinal; entorhinaler Kortex < UBERON:0002421
    UBERON:0007225 lateral entorhinal cortex; LEC; lateral entorhinal area; ENTl; Brodmann area 28a
    UBERON:0007224 medial entorhinal cortex; MEC; medial entorhinal area; ENTm; Brodmann area 28b
  UBERON:0006083 perirhinal cortex; perirhinal area; PERI; cortex périrhinal
  UBERON:0035890 postrhinal area; postrhinal cortex; POR; postrhinal cortex of rodents @ NCBITaxon:9989
  atlas:ectorhinal-area ectorhinal area; ectorhinal cortex; ECT
  UBERON:0002023 claustrum; claustrum of brain; avant-mur
  UBERON:0005390 cortical layer I; cortical layer 1; layer 1 of cerebral cortex; neocortex layer 1; molecular layer of cerebral cortex
  UBERON:0005391 cortical layer II; cortical layer 2; neocortex layer 2; external granular layer of cerebral cortex
  UBERON:0005392 cortical layer III; cortical layer 3; neocortex layer 3; external pyramidal layer of neocortex
  UBERON:0005393 cortical layer IV; cortical layer 4; neocortex layer 4; internal granular layer of cerebral cortex
  UBERON:0005394 cortical layer V; cortical layer 5; neocortex layer 5; internal pyramidal layer of neocortex
  UBERON:0005395 cortical layer VI; cortical layer 6; neocortex layer 6; multiform layer of neocortex
  UBERON:0005343 cortical plate
  UBERON:0004035 cortical subplate; subplate
`
