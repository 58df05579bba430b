/**
 * Coordinate frames and the species that they are of. The names follow those of BIDS and TemplateFlow where they have
 * one; the ids are our own. Frames of the earth have EPSG's codes, which are their labels, too, as records write them.
 * A name without a version (`MNI152`, `NMT`, `Waxholm Space`) stands at the family, never at one of its members.
 */
const named = `
atlas:space-ccf Allen Mouse Common Coordinate Framework; Allen Mouse Brain Common Coordinate Framework; Allen CCF @ NCBITaxon:10090
  atlas:space-ccfv3 Allen Mouse CCFv3; CCFv3; CCF v3; CCF2017; CCFv3-2017; Allen CCFv3; Allen CCF v3; AllenCCFv3; Allen Mouse Brain Common Coordinate Framework version 3; Allen Mouse Common Coordinate Framework version 3; AMBA CCFv3; Allen mouse brain atlas CCFv3
  atlas:space-ccfv2 Allen Mouse CCFv2; CCFv2; CCF v2; CCF2015
  atlas:space-ccfv1 Allen Mouse CCFv1; CCFv1; CCF v1; CCF2011
atlas:space-mni152 MNI152; MNI 152; ICBM152; ICBM 152; MNI space; MNI; espace MNI; MNI-Raum @ NCBITaxon:9606
  atlas:space-mni152nlin2009aasym MNI152NLin2009aAsym; ICBM 152 Nonlinear Asymmetrical template version 2009a; ICBM 2009a Nonlinear Asymmetric
  atlas:space-mni152nlin2009asym MNI152NLin2009aSym; ICBM 152 Nonlinear Symmetrical template version 2009a; ICBM 2009a Nonlinear Symmetric
  atlas:space-mni152nlin2009basym MNI152NLin2009bAsym; ICBM 152 Nonlinear Asymmetrical template version 2009b; ICBM 2009b Nonlinear Asymmetric
  atlas:space-mni152nlin2009bsym MNI152NLin2009bSym; ICBM 152 Nonlinear Symmetrical template version 2009b; ICBM 2009b Nonlinear Symmetric
  atlas:space-mni152nlin2009casym MNI152NLin2009cAsym; ICBM 152 Nonlinear Asymmetrical template version 2009c; ICBM 2009c Nonlinear Asymmetric; MNI 2009c asymmetric
  atlas:space-mni152nlin2009csym MNI152NLin2009cSym; ICBM 152 Nonlinear Symmetrical template version 2009c; ICBM 2009c Nonlinear Symmetric; MNI 2009c symmetric
  atlas:space-mni152nlin6asym MNI152NLin6Asym; ICBM 152 6th generation; MNI 6th generation asymmetric; FSL MNI152; ICBM 152 non-linear 6th Generation Asymmetric
  atlas:space-mni152nlin6sym MNI152NLin6Sym; ICBM 152 non-linear 6th Generation Symmetric; MNI 6th generation symmetric
  atlas:space-mni152lin MNI152Lin; ICBM 152 linear; ICBM152 linear
atlas:space-mni305 MNI305; MNI 305; MNI Average Brain @ NCBITaxon:9606
atlas:space-icbm452 ICBM452; ICBM 452 @ NCBITaxon:9606
  atlas:space-icbm452air ICBM452AirSpace; ICBM 452 T1 AIR
  atlas:space-icbm452warp5 ICBM452Warp5Space; ICBM 452 T1 Warp 5
atlas:space-colin27 MNIColin27; Colin27; Colin 27; Colin brain; Colin 27 Average Brain @ NCBITaxon:9606
atlas:space-talairach Talairach; Talairach space; Talairach and Tournoux; Talairach coordinates; espace de Talairach; Talairach-Raum @ NCBITaxon:9606
atlas:space-bigbrain BigBrain; Big Brain; BigBrain histological space @ NCBITaxon:9606
  atlas:space-bigbrainsym BigBrainSym; BigBrain symmetric; BigBrain in ICBM 2009b symmetric space
atlas:space-fsaverage fsaverage; FreeSurfer average; FreeSurfer's fsaverage @ NCBITaxon:9606
  atlas:space-fsaverage3 fsaverage3
  atlas:space-fsaverage4 fsaverage4
  atlas:space-fsaverage5 fsaverage5
  atlas:space-fsaverage6 fsaverage6
  atlas:space-fsaveragesym fsaverageSym; fsaverage_sym
atlas:space-fslr fsLR; fs_LR; HCP fsLR; fs_LR 32k; fs_LR 164k @ NCBITaxon:9606
atlas:space-onavg onavg; OpenNeuro Average; OpenNeuro Average surface template @ NCBITaxon:9606
atlas:space-ixi549 IXI549Space; IXI549; MNI space of SPM12 @ NCBITaxon:9606
atlas:space-oasis30ants OASIS30ANTs; OASIS30AntsOASISAnts @ NCBITaxon:9606
atlas:space-oasis30atropos OASIS30Atropos @ NCBITaxon:9606
atlas:space-nki NKI template; NKI; ANTs NKI-1 template @ NCBITaxon:9606
atlas:space-pnc PNC; Philadelphia Neurodevelopmental Cohort template @ NCBITaxon:9606
atlas:space-miitra MIITRA; MIITRA template @ NCBITaxon:9606
atlas:space-resilient RESILIENT; RESILIENT template @ NCBITaxon:9606
atlas:space-suit SUIT; spatially unbiased infratentorial template; SUIT cerebellar template @ NCBITaxon:9606
atlas:space-pam50 PAM50; PAM50 spinal cord template @ NCBITaxon:9606
atlas:space-mnipediatricasym MNIPediatricAsym; MNI pediatric asymmetric @ NCBITaxon:9606
atlas:space-mniinfant MNIInfant; MNI infant @ NCBITaxon:9606
atlas:space-nihpd NIHPD; NIH Pediatric Database template; NIHPD pediatric template @ NCBITaxon:9606
atlas:space-uncinfant UNCInfant; UNC infant 0-1-2 atlases; UNC infant atlas @ NCBITaxon:9606
atlas:space-dhcpasym dhcpAsym; dHCP neonatal surface atlas; dHCP neonatal template @ NCBITaxon:9606
atlas:space-dhcpsym dhcpSym; dhcpSym spatiotemporal cortical surface atlas; dHCP symmetric surface atlas @ NCBITaxon:9606
atlas:space-dhcpvol dhcpVol; dHCP volumetric neonatal atlas @ NCBITaxon:9606
atlas:space-hcp-s1200 HCP S1200 group average; S1200 group average @ NCBITaxon:9606
atlas:space-allen-human Allen Human Reference Atlas 3D; Allen Human Reference Atlas @ NCBITaxon:9606
atlas:space-civet CIVET surface template; CIVET @ NCBITaxon:9606
atlas:space-whs Waxholm Space; WHS; Waxholm @ NCBITaxon:9989
  atlas:space-whs-rat Waxholm Space rat brain; WHS rat; WHS SD rat; WHSSD; Waxholm Space rat; Waxholm Space Sprague Dawley rat; Waxholm Space atlas of the Sprague Dawley rat brain @ NCBITaxon:10116
  atlas:space-whs-mouse Waxholm Space mouse brain; WHS mouse; Waxholm Space mouse @ NCBITaxon:10090
atlas:space-paxinos Paxinos and Franklin; Paxinos-Franklin; Franklin and Paxinos; The Mouse Brain in Stereotaxic Coordinates @ NCBITaxon:10090
atlas:space-paxinos-rat Paxinos and Watson; Paxinos-Watson; The Rat Brain in Stereotaxic Coordinates @ NCBITaxon:10116
atlas:space-dsurqe DSURQE; DSURQE mouse template; DSURQE atlas; DSURQEC @ NCBITaxon:10090
atlas:space-dev-ccf Developmental Common Coordinate Framework; DevCCF; developmental mouse brain common coordinate framework @ NCBITaxon:10090
atlas:space-mousein MouseIn; in vivo MP2RAGE mouse template @ NCBITaxon:10090
atlas:space-kim-mouse Kim Unified Mouse Brain Atlas; Kim unified mouse atlas; enhanced and unified mouse brain atlas @ NCBITaxon:10090
atlas:space-amba-lsfm Gubra LSFM mouse brain atlas; LSFM mouse brain atlas; AIBS-LSFM atlas @ NCBITaxon:10090
atlas:space-turone TurOne mouse brain template; TMBTA; Turone Mouse Brain Template and Atlas @ NCBITaxon:10090
atlas:space-sigma SIGMA; SIGMA rat brain templates; SIGMA rat template; SIGMA rat brain atlas @ NCBITaxon:10116
atlas:space-fischer344 Fischer344; Fischer 344 rat brain template; Fischer 344 atlas @ NCBITaxon:10116
atlas:space-tohoku Tohoku rat brain template; Tohoku template @ NCBITaxon:10116
atlas:space-nmt NMT; NIMH Macaque Template @ NCBITaxon:9544
  atlas:space-nmtv1 NMT v1; NMTv1; NMT v1.2
  atlas:space-nmtv2 NMT v2; NMTv2; NIMH Macaque Template version 2; NMT v2.0; NMT v2.1
  atlas:space-nmt31sym NMT31Sym; NMT v2 symmetric
atlas:space-d99 D99; D99 macaque atlas; D99 template; D99 digital atlas @ NCBITaxon:9544
atlas:space-inia19 INIA19; INIA19 primate brain atlas @ NCBITaxon:9544
atlas:space-mebrains MEBRAINS; MEBRAINS population-based monkey template @ NCBITaxon:9539
atlas:space-f99 F99; F99 macaque atlas; F99UA1 @ NCBITaxon:9544
atlas:space-yerkes19 Yerkes19; Yerkes19 macaque template @ NCBITaxon:9544
atlas:space-saleem-logothetis Saleem and Logothetis; Saleem-Logothetis atlas @ NCBITaxon:9544
atlas:space-mni-macaque MNI macaque atlas; MNI rhesus macaque atlas @ NCBITaxon:9539
atlas:space-mbm Marmoset Brain Mapping atlas; MBM marmoset atlas; Marmoset Brain Mapping @ NCBITaxon:9483
atlas:space-bma Brain/MINDS marmoset atlas; BMA 2019; Brain/MINDS 3D marmoset reference brain atlas @ NCBITaxon:9483
atlas:space-validate29 VALiDATe29; VALiDATe29 squirrel monkey atlas @ NCBITaxon:9521
atlas:space-mouse-lemur mouse lemur brain template; MIRCen mouse lemur atlas @ NCBITaxon:30608
atlas:space-zbrain Z-Brain; ZBrain; Z-Brain atlas @ NCBITaxon:7955
atlas:space-mapzebrain mapZebrain; mapzebrain atlas; Max Planck Zebrafish Brain Atlas @ NCBITaxon:7955
atlas:space-jrc2018 JRC2018; JRC2018 template @ NCBITaxon:7227
  atlas:space-jrc2018u JRC2018U; JRC2018 unisex
  atlas:space-jrc2018f JRC2018F; JRC2018 female
  atlas:space-jrcfib2018f JRCFIB2018F; hemibrain space
atlas:space-fafb FAFB; FAFB14; full adult fly brain; FlyWire space @ NCBITaxon:7227
atlas:space-ras scanner RAS; RAS space; scanner space; scanner; ScanRAS
atlas:space-acpc AC-PC; ACPC; anterior commissure-posterior commissure
atlas:space-individual individual space; native space; subject space; espace natif; individual
atlas:space-ctf CTF; CTF head coordinates
atlas:space-neuromag ElektaNeuromag; NeuromagElektaMEGIN; Neuromag head coordinates
atlas:space-4dbti 4DBti; 4D-Neuroimaging BTi
atlas:space-kit KitYokogawa; KIT Yokogawa
atlas:space-chieti ChietiItab; Chieti ITAB
atlas:space-captrak CapTrak
atlas:space-eeglab EEGLAB; EEGLAB coordinates
  atlas:space-eeglab-hj EEGLAB-HJ
atlas:space-dicom DICOM patient coordinate system; LPS; patient coordinate system
atlas:space-ccs-hubmap HuBMAP Common Coordinate Framework; HRA CCF; Human Reference Atlas CCF @ NCBITaxon:9606
EPSG:4326 EPSG:4326; WGS 84; WGS84; World Geodetic System 1984
EPSG:4979 EPSG:4979; WGS 84 (3D); WGS84 3D
EPSG:3857 EPSG:3857; WGS 84 / Pseudo-Mercator; Web Mercator; Pseudo-Mercator; Google Mercator; Spherical Mercator
EPSG:3395 EPSG:3395; WGS 84 / World Mercator; World Mercator
EPSG:4258 EPSG:4258; ETRS89; European Terrestrial Reference System 1989
EPSG:3035 EPSG:3035; ETRS89-extended / LAEA Europe; ETRS89-LAEA; LAEA Europe; ETRS89 / LAEA Europe
EPSG:25831 EPSG:25831; ETRS89 / UTM zone 31N
EPSG:25832 EPSG:25832; ETRS89 / UTM zone 32N
EPSG:25833 EPSG:25833; ETRS89 / UTM zone 33N
EPSG:4269 EPSG:4269; NAD83; North American Datum 1983
EPSG:4267 EPSG:4267; NAD27; North American Datum 1927
EPSG:5070 EPSG:5070; NAD83 / Conus Albers; Conus Albers
EPSG:3978 EPSG:3978; NAD83 / Canada Atlas Lambert; Canada Atlas Lambert
EPSG:27700 EPSG:27700; OSGB36 / British National Grid; British National Grid; OSGB 1936 / British National Grid
EPSG:2154 EPSG:2154; RGF93 v1 / Lambert-93; Lambert-93; RGF93 / Lambert-93
EPSG:31370 EPSG:31370; BD72 / Belgian Lambert 72; Belgian Lambert 72; Belge 1972 / Belgian Lambert 72
EPSG:28992 EPSG:28992; Amersfoort / RD New; RD New
EPSG:2056 EPSG:2056; CH1903+ / LV95; LV95; Swiss LV95
EPSG:21781 EPSG:21781; CH1903 / LV03; LV03; Swiss LV03
EPSG:4283 EPSG:4283; GDA94; Geocentric Datum of Australia 1994
EPSG:7844 EPSG:7844; GDA2020; Geocentric Datum of Australia 2020
EPSG:3577 EPSG:3577; GDA94 / Australian Albers; Australian Albers
EPSG:3031 EPSG:3031; WGS 84 / Antarctic Polar Stereographic; Antarctic Polar Stereographic
EPSG:3413 EPSG:3413; WGS 84 / NSIDC Sea Ice Polar Stereographic North; NSIDC Sea Ice Polar Stereographic North
EPSG:6933 EPSG:6933; WGS 84 / NSIDC EASE-Grid 2.0 Global; EASE-Grid 2.0; EASE-Grid 2.0 Global
`

/** The zones of Universal Transverse Mercator: 326 and the zone in the north, 327 in the south. */
function utmZones(): string[] {
  return Array.from({ length: 60 }, (_, at) => String(at + 1)).flatMap((zone) =>
    [
      ['326', 'N'],
      ['327', 'S'],
    ].map(([start, half]) => {
      const code = `EPSG:${start}${zone.padStart(2, '0')}`
      return `${code} ${code}; WGS 84 / UTM zone ${zone}${half}; UTM zone ${zone}${half}`
    }),
  )
}

export const referenceSpace = [named, ...utmZones()].join('\n')
