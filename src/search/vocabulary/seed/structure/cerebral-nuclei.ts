/** Hippocampus, amygdala, basal ganglia, septum, basal forebrain and olfactory bulb. */
export const cerebralNuclei = `
UBERON:0002421 hippocampal formation; hippocampus; HPF; formation hippocampique; Hippocampusformation; hippocampe; Hippokampus < UBERON:0001893 UBERON:0002961 @ NCBITaxon:7742
  UBERON:0001954 Ammon's horn; hippocampus; hippocampus proper; cornu ammonis; corne d'Ammon; Ammonshorn; CA
    UBERON:0003881 CA1 field of hippocampus; CA1; field CA1; cornu ammonis 1; regio superior @ NCBITaxon:40674
    UBERON:0003882 CA2 field of hippocampus; CA2; field CA2; cornu ammonis 2 @ NCBITaxon:40674
    UBERON:0003883 CA3 field of hippocampus; CA3; field CA3; cornu ammonis 3; regio inferior @ NCBITaxon:40674
    UBERON:0003884 CA4 field of hippocampus; CA4; field CA4; cornu ammonis 4 @ NCBITaxon:40674
    UBERON:0005371 hippocampus stratum oriens; stratum oriens @ NCBITaxon:40674
    UBERON:0002313 pyramidal layer of Ammon's horn; hippocampus pyramidal layer; stratum pyramidale @ NCBITaxon:40674
    UBERON:0005372 hippocampus stratum radiatum; stratum radiatum @ NCBITaxon:40674
    UBERON:0007640 hippocampus stratum lacunosum moleculare; stratum lacunosum-moleculare @ NCBITaxon:40674
    UBERON:0007637 hippocampus stratum lucidum; stratum lucidum @ NCBITaxon:40674
    UBERON:0007639 alveus of hippocampus; alveus; hippocampus alveus @ NCBITaxon:40674
  UBERON:0001885 dentate gyrus; DG; fascia dentata; gyrus dentatus; gyrus denté; dentate gyrus of hippocampal formation @ NCBITaxon:40674
    UBERON:0004679 dentate gyrus molecular layer
    UBERON:0005381 dentate gyrus granule cell layer; granule cell layer of dentate gyrus
    UBERON:0002928 dentate gyrus polymorphic layer
    UBERON:0002136 hilus of dentate gyrus; dentate hilus
    UBERON:0009952 dentate gyrus subgranular zone; subgranular zone; SGZ
  UBERON:0023787 subicular complex @ NCBITaxon:40674
    UBERON:0002191 subiculum
    atlas:prosubiculum prosubiculum
    UBERON:0001953 presubiculum
    UBERON:0004683 parasubiculum
    UBERON:0035971 postsubiculum
  UBERON:0015793 indusium griseum @ NCBITaxon:40674
UBERON:0001876 amygdala; amygdaloid complex; amygdaloid body; amygdaloid nuclear complex; corpus amygdaloideum; AMY; amygdale; noyau amygdalien; Mandelkern < UBERON:0001893 @ NCBITaxon:7742
  UBERON:0006107 basolateral amygdaloid nuclear complex; basolateral amygdala; basolateral complex of amygdala; BLA @ NCBITaxon:40674
    UBERON:0002886 lateral amygdaloid nucleus; lateral amygdala; lateral amygdalar nucleus; LA
    UBERON:0002887 basal amygdaloid nucleus; basal amygdala; basolateral amygdalar nucleus
    UBERON:0002885 accessory basal amygdaloid nucleus; basomedial amygdalar nucleus; BMA
  UBERON:0002883 central amygdaloid nucleus; central amygdala; central amygdalar nucleus; CeA; CEA @ NCBITaxon:40674
  UBERON:0002892 medial amygdaloid nucleus; medial amygdala; medial amygdalar nucleus; MeA; MEA @ NCBITaxon:40674
  UBERON:0002891 cortical amygdaloid nucleus; cortical amygdala; cortical amygdalar area; COA @ NCBITaxon:40674
    UBERON:0034991 anterior cortical amygdaloid nucleus; COAa
    UBERON:0034999 posterolateral cortical amygdaloid nucleus
    UBERON:0035001 posteromedial cortical amygdaloid nucleus
  UBERON:0022229 posterior amygdaloid nucleus; posterior amygdalar nucleus @ NCBITaxon:40674
  UBERON:0002890 anterior amygdaloid area; anterior amygdalar area; AAA @ NCBITaxon:40674
  UBERON:0014537 periamygdaloid cortex @ NCBITaxon:40674
  UBERON:0034673 amygdalohippocampal area @ NCBITaxon:40674
  UBERON:0034989 amygdalopiriform transition area; amygdalopiriform transition @ NCBITaxon:40674
  UBERON:0002884 intercalated amygdaloid nuclei; intercalated amygdalar nucleus; intercalated cells of the amygdala @ NCBITaxon:40674
UBERON:0010011 basal ganglion; basal ganglia; basal nuclei; ganglions de la base; noyaux gris centraux; Basalganglien; Stammganglien; collection of basal ganglia < UBERON:0001893 @ NCBITaxon:7742
  UBERON:0002435 striatum; neostriatum; corpus striatum; STR; striate nucleus
    UBERON:0005382 dorsal striatum
      UBERON:0005383 caudate-putamen; caudoputamen; CPu @ NCBITaxon:40674
      UBERON:0001873 caudate nucleus; noyau caudé; Schweifkern; nucleus caudatus @ NCBITaxon:40674
        UBERON:0002626 head of caudate nucleus
        UBERON:0002630 body of caudate nucleus
        UBERON:0002628 tail of caudate nucleus
      UBERON:0001874 putamen @ NCBITaxon:40674
    UBERON:0005403 ventral striatum
      UBERON:0001882 nucleus accumbens; accumbens; NAc; ACB; noyau accumbens
        UBERON:0012170 core of nucleus accumbens; nucleus accumbens core; NAcc core @ NCBITaxon:40674
        UBERON:0012171 nucleus accumbens shell; shell of nucleus accumbens @ NCBITaxon:40674
  UBERON:0006514 pallidum; PAL
    UBERON:0001875 globus pallidus; GP; globus pallidum; paleostriatum primitivum
      UBERON:0002476 lateral globus pallidus; external globus pallidus; globus pallidus externus; external segment of globus pallidus; GPe @ NCBITaxon:40674
      UBERON:0002477 medial globus pallidus; internal globus pallidus; globus pallidus internus; internal segment of globus pallidus; GPi; entopeduncular nucleus @ NCBITaxon:40674
    UBERON:0002778 ventral pallidum; VP @ NCBITaxon:40674
  UBERON:0002263 lentiform nucleus; lenticular nucleus; noyau lenticulaire; Linsenkern @ NCBITaxon:40674
UBERON:0000446 septum of telencephalon; septal area; septal region < UBERON:0001893 @ NCBITaxon:7742
  UBERON:0002663 septal nuclear complex; septal nuclei
    UBERON:0002667 lateral septal nucleus; lateral septum; LS
    UBERON:0001877 medial septal nucleus; medial septum; MS
    UBERON:0002931 dorsal septal nucleus @ NCBITaxon:40674
    UBERON:0002977 triangular septal nucleus; triangular nucleus of septum @ NCBITaxon:40674
    UBERON:0001878 septofimbrial nucleus @ NCBITaxon:40674
  UBERON:0004714 septum pellucidum @ NCBITaxon:40674
UBERON:0002743 basal forebrain < UBERON:0001893 @ NCBITaxon:7742
  UBERON:0003017 substantia innominata; SI @ NCBITaxon:40674
  UBERON:0010010 basal nucleus of telencephalon; nucleus basalis; nucleus basalis of Meynert; basal nucleus of Meynert; NBM; noyau basal de Meynert; Meynert-Basalkern @ NCBITaxon:40674
  UBERON:0001879 nucleus of diagonal band; diagonal band nucleus; NDB; diagonal band of Broca nucleus
  UBERON:0001880 bed nucleus of stria terminalis; BNST; BST; bed nuclei of the stria terminalis; noyau du lit de la strie terminale
UBERON:0002264 olfactory bulb; OB; main olfactory bulb; MOB; bulbe olfactif; Riechkolben; bulbus olfactorius < UBERON:0001893 @ NCBITaxon:7742
  UBERON:0004069 accessory olfactory bulb; AOB; vomeronasal bulb
  UBERON:0005377 olfactory bulb glomerular layer
  UBERON:0004186 olfactory bulb mitral cell layer; mitral cell layer
UBERON:0004922 subventricular zone; SVZ; subependymal zone; zone sous-ventriculaire < UBERON:0001893 @ NCBITaxon:40674
UBERON:0008881 rostral migratory stream; RMS < UBERON:0001893 @ NCBITaxon:40674
`
