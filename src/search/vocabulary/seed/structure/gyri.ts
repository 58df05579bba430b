/** Lobes, gyri and sulci of folded cortices, and the areas of Brodmann. */
export const gyri = `
UBERON:0016525 frontal lobe; lobe frontal; Frontallappen; Stirnlappen < UBERON:0000956 @ NCBITaxon:40674
  UBERON:0002661 superior frontal gyrus; SFG; marginal gyrus; gyrus frontal supérieur @ NCBITaxon:9443
  UBERON:0002702 middle frontal gyrus; MFG; gyrus frontal moyen @ NCBITaxon:9443
    UBERON:0006446 rostral middle frontal gyrus @ NCBITaxon:9606
    UBERON:0006445 caudal middle frontal gyrus @ NCBITaxon:9606
  UBERON:0002998 inferior frontal gyrus; IFG; gyrus frontalis inferior; gyrus frontal inférieur @ NCBITaxon:9443
    UBERON:0002980 opercular part of inferior frontal gyrus; pars opercularis
    UBERON:0002629 triangular part of inferior frontal gyrus; pars triangularis
    UBERON:0002624 orbital part of inferior frontal gyrus; pars orbitalis
    atlas:brocas-area Broca's area; aire de Broca; Broca-Areal @ NCBITaxon:9606
  UBERON:0002703 precentral gyrus; gyrus praecentralis; gyrus précentral; prerolandic gyrus @ NCBITaxon:9443
  UBERON:0004671 gyrus rectus; straight gyrus; rectal gyrus @ NCBITaxon:9443
  UBERON:0007193 orbital gyrus; orbital gyri @ NCBITaxon:9443
    UBERON:0002564 lateral orbital gyrus
    UBERON:0002570 medial orbital gyrus
    UBERON:0022244 anterior orbital gyrus
    UBERON:0002575 posterior orbital gyrus
  UBERON:0022716 lateral orbital frontal cortex; lateral orbitofrontal cortex @ NCBITaxon:9606
  UBERON:0022352 medial orbital frontal cortex; medial orbitofrontal cortex @ NCBITaxon:9606
  UBERON:0002795 frontal pole; frontopolar cortex; pôle frontal @ NCBITaxon:9443
UBERON:0001872 parietal lobe; lobe pariétal; Parietallappen; Scheitellappen < UBERON:0000956 @ NCBITaxon:40674
  UBERON:0002581 postcentral gyrus; gyrus postcentralis; gyrus postcentral; postrolandic gyrus @ NCBITaxon:9443
  UBERON:0002688 supramarginal gyrus; gyrus supramarginalis; gyrus supramarginal @ NCBITaxon:9443
  UBERON:0002686 angular gyrus; gyrus angularis; pli courbe; gyrus angulaire @ NCBITaxon:9443
  UBERON:0035933 paracentral lobule; lobulus paracentralis @ NCBITaxon:9443
UBERON:0001871 temporal lobe; lobe temporal; Temporallappen; Schläfenlappen < UBERON:0000956 @ NCBITaxon:40674
  UBERON:0002769 superior temporal gyrus; STG; gyrus temporal supérieur @ NCBITaxon:9443
    atlas:wernickes-area Wernicke's area; aire de Wernicke; Wernicke-Areal @ NCBITaxon:9606
    UBERON:0022268 planum temporale
  UBERON:0002771 middle temporal gyrus; MTG; gyrus temporal moyen @ NCBITaxon:9443
  UBERON:0002751 inferior temporal gyrus; ITG; gyrus temporal inférieur @ NCBITaxon:9443
  UBERON:0003939 transverse gyrus of Heschl; Heschl's gyrus; transverse temporal gyrus; gyrus de Heschl @ NCBITaxon:9443
  UBERON:0002766 fusiform gyrus; occipitotemporal gyrus; gyrus fusiforme @ NCBITaxon:9443
  UBERON:0002576 temporal pole; temporopolar cortex; pôle temporal @ NCBITaxon:9443
  UBERON:0002734 superior temporal sulcus; STS @ NCBITaxon:9443
UBERON:0002021 occipital lobe; lobe occipital; Okzipitallappen; Hinterhauptslappen < UBERON:0000956 @ NCBITaxon:40674
  UBERON:0002943 lingual gyrus; gyrus lingualis; gyrus lingual @ NCBITaxon:9443
  UBERON:0006092 cuneus cortex; cuneus @ NCBITaxon:9443
  UBERON:0022534 pericalcarine cortex @ NCBITaxon:9443
  UBERON:0002948 superior occipital gyrus @ NCBITaxon:9443
  UBERON:0014608 inferior occipital gyrus @ NCBITaxon:9443
  UBERON:0006114 lateral occipital cortex; LOC @ NCBITaxon:9443
  UBERON:0002902 occipital pole @ NCBITaxon:9443
  UBERON:0002586 calcarine sulcus; calcarine fissure; scissure calcarine @ NCBITaxon:9443
UBERON:0002600 limbic lobe; lobe limbique < UBERON:0000956 @ NCBITaxon:40674
  UBERON:0002967 cingulate gyrus; gyrus cinguli; gyrus cingulaire
    UBERON:0002738 isthmus of cingulate gyrus; isthmus of cingulate cortex; isthmus cingulate @ NCBITaxon:9443
    UBERON:0022438 rostral anterior cingulate cortex @ NCBITaxon:9606
    UBERON:0028715 caudal anterior cingulate cortex @ NCBITaxon:9606
    UBERON:0002756 anterior cingulate gyrus @ NCBITaxon:9443
    UBERON:0002740 posterior cingulate gyrus @ NCBITaxon:9443
  UBERON:0002973 parahippocampal gyrus; PHG; hippocampal gyrus; gyrus parahippocampique @ NCBITaxon:9443
    UBERON:0034773 uncus of parahippocampal gyrus; uncus
  UBERON:0003020 subcallosal area; subcallosal gyrus @ NCBITaxon:9443
  UBERON:0022398 paracingulate gyrus @ NCBITaxon:9443
UBERON:0002916 central sulcus; rolandic fissure; fissure of Rolando; sillon central; scissure de Rolando; Zentralfurche < UBERON:0000956 @ NCBITaxon:9443
UBERON:0002721 lateral sulcus; Sylvian fissure; lateral fissure; scissure de Sylvius; sillon latéral < UBERON:0000956 @ NCBITaxon:9443
UBERON:0002695 parieto-occipital sulcus; parieto-occipital fissure < UBERON:0000956 @ NCBITaxon:9443
UBERON:0002710 cingulate sulcus; sillon cingulaire < UBERON:0000956 @ NCBITaxon:9443
UBERON:0002716 collateral sulcus < UBERON:0000956 @ NCBITaxon:9443
UBERON:0022252 precentral sulcus < UBERON:0000956 @ NCBITaxon:9443
UBERON:0002915 postcentral sulcus; postcentral sulcus of parietal lobe < UBERON:0000956 @ NCBITaxon:9443
UBERON:0002562 superior frontal sulcus < UBERON:0000956 @ NCBITaxon:9443
UBERON:0002761 inferior frontal sulcus < UBERON:0000956 @ NCBITaxon:9443
UBERON:0002947 frontal operculum < UBERON:0000956 @ NCBITaxon:9443
UBERON:0002911 parietal operculum < UBERON:0000956 @ NCBITaxon:9443
UBERON:0002560 temporal operculum < UBERON:0000956 @ NCBITaxon:9443
UBERON:0013529 Brodmann area; Brodmann areas; aire de Brodmann; Brodmann-Areal < UBERON:0000956 @ NCBITaxon:9443
  UBERON:0006099 Brodmann (1909) area 1; Brodmann area 1
  UBERON:0013533 Brodmann (1909) area 2; Brodmann area 2
  UBERON:0006100 Brodmann (1909) area 3; Brodmann area 3
  UBERON:0013535 Brodmann (1909) area 4; Brodmann area 4; BA4
  UBERON:0006471 Brodmann (1909) area 5; Brodmann area 5; BA5
  UBERON:0006472 Brodmann (1909) area 6; Brodmann area 6; BA6
  UBERON:0013538 Brodmann (1909) area 7; Brodmann area 7; BA7
  UBERON:0013539 Brodmann (1909) area 8; Brodmann area 8; BA8
  UBERON:0013540 Brodmann (1909) area 9; Brodmann area 9; BA9
  UBERON:0013541 Brodmann (1909) area 10; Brodmann area 10; BA10
  UBERON:0013528 Brodmann (1909) area 11; Brodmann area 11; BA11
  UBERON:0006473 Brodmann (1909) area 18; Brodmann area 18; BA18
  UBERON:0013550 Brodmann (1909) area 19; Brodmann area 19; BA19
  UBERON:0013551 Brodmann (1909) area 20; Brodmann area 20; BA20
  UBERON:0013552 Brodmann (1909) area 21; Brodmann area 21; BA21
  UBERON:0013553 Brodmann (1909) area 22; Brodmann area 22; BA22
  UBERON:0013554 Brodmann (1909) area 23; Brodmann area 23; BA23
  UBERON:0006101 Brodmann (1909) area 24; Brodmann area 24; BA24
  UBERON:0013556 Brodmann (1909) area 25; Brodmann area 25; BA25
  UBERON:0013559 Brodmann (1909) area 28; Brodmann area 28; BA28
  UBERON:0004717 Brodmann (1909) area 29; Brodmann area 29; BA29
  UBERON:0006474 Brodmann (1909) area 30; Brodmann area 30; BA30
  UBERON:0006475 Brodmann (1909) area 31; Brodmann area 31; BA31
  UBERON:0013560 Brodmann (1909) area 32; Brodmann area 32; BA32
  UBERON:0006102 Brodmann (1909) area 35; Brodmann area 35; BA35
  UBERON:0006104 Brodmann (1909) area 36; Brodmann area 36; BA36
  UBERON:0006478 Brodmann (1909) area 37; Brodmann area 37; BA37
  UBERON:0006479 Brodmann (1909) area 38; Brodmann area 38; BA38
  UBERON:0006480 Brodmann (1909) area 39; Brodmann area 39; BA39
  UBERON:0013573 Brodmann (1909) area 40; Brodmann area 40; BA40
  UBERON:0006095 anterior transverse temporal area 41; Brodmann area 41; BA41
  UBERON:0006096 posterior transverse temporal area 42; Brodmann area 42; BA42
  UBERON:0013561 Brodmann (1909) area 43; Brodmann area 43; BA43
  UBERON:0006481 Brodmann (1909) area 44; Brodmann area 44; BA44
  UBERON:0006482 Brodmann (1909) area 45; Brodmann area 45; BA45
  UBERON:0006483 Brodmann (1909) area 46; Brodmann area 46; BA46
  UBERON:0006484 Brodmann (1909) area 47; Brodmann area 47; BA47
`
