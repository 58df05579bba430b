/** Thalamus, hypothalamus, epithalamus and what is around the third ventricle. */
export const diencephalon = `
UBERON:0001897 thalamus; thalamic region; Sehhügel; TH; dorsal plus ventral thalamus < UBERON:0001894 @ NCBITaxon:7742
  UBERON:0004703 dorsal thalamus
    UBERON:0002788 nuclear complex of anterior thalamus; anterior thalamic nuclei; anterior nuclei of thalamus; anterior group of the dorsal thalamus; anterior nuclear group @ NCBITaxon:40674
      UBERON:0002679 anterodorsal nucleus of thalamus; anterodorsal nucleus; anterodorsal thalamic nucleus; AD
      UBERON:0002681 anteromedial nucleus of thalamus; anteromedial nucleus; anteromedial thalamic nucleus; AM
      UBERON:0002685 anteroventral nucleus of thalamus; anteroventral nucleus; anteroventral thalamic nucleus; AV
      UBERON:0035972 interanterodorsal nucleus of the thalamus; IAD
      UBERON:0002984 lateral dorsal nucleus; laterodorsal thalamic nucleus; lateral dorsal nucleus of thalamus; LD
    UBERON:0002739 medial dorsal nucleus of thalamus; mediodorsal nucleus of thalamus; mediodorsal thalamus; mediodorsal thalamic nucleus; MD @ NCBITaxon:40674
    UBERON:0002983 lateral posterior nucleus of thalamus; lateral posterior thalamic nucleus; LP @ NCBITaxon:40674
    UBERON:0002981 pulvinar nucleus; pulvinar; pulvinar of thalamus @ NCBITaxon:40674
      UBERON:0002638 medial pulvinar nucleus @ NCBITaxon:9443
      UBERON:0002636 lateral pulvinar nucleus @ NCBITaxon:9443
      UBERON:0002982 inferior pulvinar nucleus @ NCBITaxon:9443
    UBERON:0002596 ventral posterior nucleus of thalamus; ventral posterior nucleus; ventroposterior thalamic nucleus; ventrobasal complex; VP @ NCBITaxon:40674
      UBERON:0002945 ventral posteromedial nucleus of thalamus; ventral posteromedial nucleus; ventroposteromedial thalamic nucleus; VPM
      UBERON:0002942 ventral posterolateral nucleus; ventral posterolateral nucleus of thalamus; VPL
    UBERON:0002637 ventral anterior nucleus of thalamus; VA; ventral anterior thalamic nucleus @ NCBITaxon:40674
    UBERON:0001925 ventral lateral nucleus of thalamus; VL; ventrolateral thalamic nucleus; ventral lateral thalamic nucleus @ NCBITaxon:40674
    UBERON:0000431 ventral medial complex of thalamus; ventral medial nucleus of the thalamus; VM @ NCBITaxon:40674
    UBERON:0000430 ventral intermediate nucleus of thalamus; VIM @ NCBITaxon:9443
    UBERON:0002709 posterior nuclear complex of thalamus; posterior complex of thalamus @ NCBITaxon:40674
    UBERON:0002733 intralaminar nuclear group; intralaminar nuclei; intralaminar thalamic nuclei; intralaminar nuclei of the dorsal thalamus; ILM @ NCBITaxon:40674
      UBERON:0001923 central medial nucleus; CM; central medial thalamic nucleus
      UBERON:0003036 central lateral nucleus; centrolateral thalamic nucleus; CL
      UBERON:0001924 paracentral nucleus; paracentral thalamic nucleus; PCN
      UBERON:0002972 centromedian nucleus of thalamus; CM; centromedian nucleus
      UBERON:0001922 parafascicular nucleus; parafascicular thalamic nucleus; PF
    UBERON:0002705 midline nuclear group; midline thalamic nuclei; midline group of the dorsal thalamus @ NCBITaxon:40674
      UBERON:0001920 paraventricular nucleus of thalamus; paraventricular thalamic nucleus; paraventricular thalamus; PVT
      UBERON:0001921 reuniens nucleus; nucleus reuniens; nucleus of reuniens
      UBERON:0002955 rhomboid nucleus; rhomboid thalamic nucleus
      UBERON:0002992 parataenial nucleus; paratenial nucleus
    UBERON:0003031 submedial nucleus of thalamus; nucleus gelatinosus @ NCBITaxon:40674
  UBERON:0001900 ventral thalamus; subthalamus; prethalamus
    UBERON:0001903 thalamic reticular nucleus; reticular nucleus of the thalamus; reticular thalamic nucleus; TRN @ NCBITaxon:40674
    UBERON:0001907 zona incerta; ZI @ NCBITaxon:40674
    UBERON:0001906 subthalamic nucleus; STN; corpus Luysi; noyau sous-thalamique; Nucleus subthalamicus < UBERON:0010011 @ NCBITaxon:40674
    atlas:fields-of-forel fields of Forel; Forel's fields @ NCBITaxon:40674
  UBERON:0002704 metathalamus; geniculate bodies @ NCBITaxon:40674
    UBERON:0001927 medial geniculate body; MGN; MGB; medial geniculate nucleus; medial geniculate complex; corps genouillé médial; medialer Kniehöcker
    UBERON:0001926 lateral geniculate body; LGN; lateral geniculate nucleus; lateral geniculate complex; corps genouillé latéral; lateraler Kniehöcker
      UBERON:0002479 dorsal lateral geniculate nucleus; dLGN; LGd; dorsal part of the lateral geniculate complex
      UBERON:0002480 ventral lateral geniculate nucleus; vLGN; LGv; pregeniculate nucleus
      UBERON:0035975 intergeniculate leaflet; IGL
  UBERON:0002801 stratum zonale of thalamus @ NCBITaxon:40674
  UBERON:0002762 internal medullary lamina of thalamus @ NCBITaxon:40674
  UBERON:0006681 interthalamic adhesion; massa intermedia @ NCBITaxon:40674
UBERON:0001898 hypothalamus; hypothalame; HY < UBERON:0001894 @ NCBITaxon:7742
  UBERON:0001928 preoptic area; POA; preoptic region; aire préoptique
    UBERON:0002035 medial preoptic nucleus; MPN
    UBERON:0007769 medial preoptic region; medial preoptic area; MPOA
    UBERON:0001931 lateral preoptic nucleus
    UBERON:0002625 median preoptic nucleus; MnPO; MEPO @ NCBITaxon:40674
    UBERON:0002690 anteroventral periventricular nucleus; AVPV @ NCBITaxon:40674
    atlas:ventrolateral-preoptic-nucleus ventrolateral preoptic nucleus; VLPO @ NCBITaxon:40674
  UBERON:0002550 anterior hypothalamic region; anterior hypothalamic area
    UBERON:0002034 suprachiasmatic nucleus; SCN; SCH; noyau suprachiasmatique; Nucleus suprachiasmaticus
    UBERON:0001929 supraoptic nucleus; SON; noyau supraoptique
    UBERON:0001930 paraventricular nucleus of hypothalamus; PVN; PVH; paraventricular hypothalamic nucleus; noyau paraventriculaire
    UBERON:0002634 anterior nucleus of hypothalamus; AHN; anterior hypothalamic nucleus
  UBERON:0002555 intermediate hypothalamic region; tuberal hypothalamus; tuberal region of hypothalamus
    UBERON:0001932 arcuate nucleus of hypothalamus; ARH; arcuate hypothalamic nucleus; infundibular nucleus; noyau arqué
    UBERON:0001935 ventromedial nucleus of hypothalamus; VMH; ventromedial hypothalamic nucleus; ventromedial hypothalamus
    UBERON:0001934 dorsomedial nucleus of hypothalamus; DMH; dorsomedial hypothalamic nucleus
    UBERON:0000435 lateral tuberal nucleus @ NCBITaxon:40674
    UBERON:0001936 tuberomammillary nucleus; TMN
    UBERON:0001933 retrochiasmatic area
  UBERON:0002770 posterior hypothalamic region
    UBERON:0002206 mammillary body; mamillary body; corpus mamillare; corps mamillaire; Mamillarkörper @ NCBITaxon:40674
      UBERON:0001939 medial mammillary nucleus; MM
      UBERON:0001938 lateral mammillary nucleus
    UBERON:0001940 supramammillary nucleus; SuM; SUM @ NCBITaxon:40674
    UBERON:0007767 dorsal premammillary nucleus; PMd @ NCBITaxon:40674
    UBERON:0007768 ventral premammillary nucleus; PMv @ NCBITaxon:40674
    UBERON:0002706 posterior nucleus of hypothalamus; posterior hypothalamic nucleus
  UBERON:0002430 lateral hypothalamic area; LHA; lateral hypothalamus; LH
  UBERON:0002271 periventricular zone of hypothalamus
  UBERON:0002197 median eminence of neurohypophysis; median eminence; éminence médiane
UBERON:0001899 epithalamus < UBERON:0001894 @ NCBITaxon:7742
  UBERON:0001904 habenula; epithalamic habenula; habenular complex; habenular nuclei
    UBERON:0001942 medial habenular nucleus; medial habenula; MHb
    UBERON:0001941 lateral habenular nucleus; LH; lateral habenula; LHb
  UBERON:0001905 pineal body; pineal gland; epiphysis cerebri; glande pinéale; épiphyse; Zirbeldrüse
  UBERON:0002139 subcommissural organ; SCO
UBERON:0000007 pituitary gland; hypophysis; hypophyse; Hirnanhangsdrüse; pituitary < UBERON:0001894 @ NCBITaxon:7742
  UBERON:0002196 adenohypophysis; anterior pituitary; anterior lobe of pituitary gland
  UBERON:0002198 neurohypophysis; posterior pituitary; posterior lobe of pituitary gland
UBERON:0002219 subfornical organ; SFO < UBERON:0001894 @ NCBITaxon:7742
atlas:organum-vasculosum-of-lamina-terminalis organum vasculosum of lamina terminalis; OVLT < UBERON:0001894 @ NCBITaxon:7742
UBERON:0001944 pretectal region; pretectum; pretectal area < UBERON:0001894 @ NCBITaxon:7742
  UBERON:0034918 anterior pretectal nucleus; APN @ NCBITaxon:40674
  UBERON:0002996 nucleus of optic tract @ NCBITaxon:40674
  UBERON:0002565 olivary pretectal nucleus @ NCBITaxon:40674
`
