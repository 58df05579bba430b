/** How the tissue or signal was made visible or counted. The ids are our own, as for modalities. */
export const technique = `
atlas:histology histology; histologie
  atlas:staining staining; stain; coloration; Färbung
    atlas:nissl Nissl staining; Nissl; Nissl stain; cresyl violet; cresyl violet staining; thionin staining; Nissl-Färbung; coloration de Nissl
    atlas:myelin myelin staining; myelin stain; Weil stain; Gallyas stain; Luxol fast blue; Markscheidenfärbung
    atlas:he hematoxylin and eosin staining; H&E; hematoxylin and eosin; haematoxylin and eosin; HE staining; H&E staining; hématoxyline-éosine; Hämatoxylin-Eosin-Färbung
    atlas:golgi Golgi staining; Golgi stain; Golgi-Cox; Golgi-Färbung
    atlas:dapi DAPI staining; DAPI
    atlas:silver silver staining; silver stain; Bielschowsky stain
    atlas:cell-body cell body staining; cell body stain; Merker stain; modified silver cell body staining
    atlas:tunel TUNEL; TUNEL staining; TUNEL assay
    atlas:pas periodic acid-Schiff staining; PAS stain; periodic acid-Schiff
    atlas:ache acetylcholinesterase staining; AChE staining; AChE stain
    atlas:cytochrome-oxidase cytochrome oxidase staining; cytochrome c oxidase staining
  atlas:ihc immunohistochemistry; IHC; immunostaining; immunohistochemical staining; immunolabeling; immunohistochimie; Immunhistochemie
    atlas:if immunofluorescence; immunofluorescent staining; immunofluorescence staining; immunocytochemistry; immunofluorescence imaging; immunofluorescence microscopy; Immunfluoreszenz
    atlas:multiplexed-imaging multiplexed tissue imaging; multiplexed imaging; highly multiplexed imaging; multiplex immunofluorescence; mIF; mxIHC; multiplexed immunofluorescence
      atlas:cycif CyCIF; cyclic immunofluorescence; t-CyCIF; tissue-based cyclic immunofluorescence; tissue CyCIF; cyclic IF < atlas:if
      atlas:codex CODEX; co-detection by indexing; PhenoCycler
      atlas:mxif MxIF; multiplexed immunofluorescence microscopy
      atlas:4i iterative indirect immunofluorescence imaging; 4i < atlas:if
      atlas:ibex iterative bleaching extends multiplexity; IBEX imaging
      atlas:orion RareCyte Orion; Orion imaging; Orion platform; Orion multiplexed imaging; Orion multiplexed immunofluorescence
      atlas:saber SABER; immunostaining with signal amplification by exchange reaction; Immuno-SABER; immunoSABER
      atlas:mibi multiplexed ion beam imaging; MIBI; MIBI-TOF; multiplexed ion beam imaging by time of flight
      atlas:imc imaging mass cytometry; IMC; Hyperion imaging
      atlas:dsp digital spatial profiling; GeoMx DSP; GeoMx; GeoMx digital spatial profiler; NanoString GeoMx; GeoMx digital spatial profiling
      atlas:mihc multiplex immunohistochemistry; mIHC; multiplexed immunohistochemistry; multiplex IHC; multiplexed IHC
atlas:ish in situ hybridization; ISH; in situ hybridisation; hybridation in situ; In-situ-Hybridisierung
  atlas:fish fluorescence in situ hybridization; FISH; fluorescent in situ hybridization; fluorescence in situ hybridisation
    atlas:smfish single-molecule fluorescence in situ hybridization; smFISH; single-molecule FISH
    atlas:seqfish seqFISH; sequential fluorescence in situ hybridization
    atlas:hcr hybridization chain reaction; HCR-FISH; HCR RNA-FISH
    atlas:rnascope RNAscope
    atlas:mfish multiplexed fluorescence in situ hybridization; mFISH; multiplexed FISH
  atlas:dish double in situ hybridization; dual ISH; double ISH; dFISH
atlas:autoradiography autoradiography; receptor autoradiography; autoradiographie
atlas:tracing tracer connectivity; tract tracing; neural tracing; axonal tracing; neuroanatomical tracing; traçage neuronal
  atlas:anterograde anterograde tracing; anterograde tracer; BDA tracing; PHA-L tracing
  atlas:retrograde retrograde tracing; retrograde tracer; fluorogold tracing; CTB tracing
  atlas:viral-tracing viral tracing; viral vector tracing; AAV tracing; rabies tracing; monosynaptic rabies tracing
atlas:tractography tractography; fiber tracking; fiber tractography; tractographie; Traktographie; probabilistic tractography
atlas:clearing tissue clearing; iDISCO; CLARITY; optical clearing; 3DISCO; uDISCO; CUBIC clearing
  atlas:expansion expansion microscopy; ExM; ExLLSM
atlas:blockface block-face imaging; blockface imaging; block face; cryosection block-face imaging
atlas:sbfsem serial block-face scanning electron microscopy; SBF-SEM; SBEM; SBFSEM; serial block-face SEM
atlas:fibsem focused ion beam scanning electron microscopy; FIB-SEM; FIBSEM; focused ion beam SEM
atlas:array-tomography array tomography
atlas:clem correlative light and electron microscopy; CLEM; correlative microscopy
atlas:knife-edge knife-edge scanning microscopy; KESM
atlas:patch-clamp patch clamp; patch-clamp recording; whole-cell recording; whole-cell patch clamp; intracellular recording; enregistrement patch-clamp
  atlas:patch-seq Patch-seq; patch sequencing; patchSeq < atlas:transcriptomics
atlas:extracellular extracellular recording; silicon probe recording; extracellular electrophysiology; single-unit recording; multi electrode extracellular electrophysiology recording technique
  atlas:neuropixels Neuropixels; Neuropixels recording; Neuropixels probe
  atlas:lfp local field potential recording; LFP; local field potential; local field potentials
  atlas:tetrode tetrode recording; tetrodes
  atlas:mea multielectrode array recording; multi-electrode array; microelectrode array; Utah array
atlas:calcium-imaging calcium imaging; Ca2+ imaging; GCaMP imaging; imagerie calcique; Kalziumbildgebung; two-photon calcium imaging
atlas:voltage-imaging voltage imaging; voltage-sensitive dye imaging
atlas:fiber-photometry fiber photometry; fibre photometry
atlas:microdialysis microdialysis
atlas:voltammetry fast-scan cyclic voltammetry; FSCV
atlas:optogenetics optogenetics; optogenetic stimulation; optogénétique; Optogenetik
atlas:chemogenetics chemogenetics; DREADD; DREADDs
atlas:dbs deep brain stimulation; DBS; stimulation cérébrale profonde; tiefe Hirnstimulation
atlas:tms transcranial magnetic stimulation; TMS; rTMS; stimulation magnétique transcrânienne; transkranielle Magnetstimulation
atlas:tdcs transcranial direct current stimulation; tDCS; tACS
atlas:transcriptomics transcriptomics; gene expression profiling; transcriptomique; Transkriptomik
  atlas:microarray microarray; DNA microarray; gene expression microarray; puce à ADN
  atlas:rna-seq RNA sequencing; RNA-seq; RNAseq; transcriptome sequencing; bulk RNA-seq; bulk RNA sequencing; mRNA-seq
    atlas:scrna-seq single-cell RNA sequencing; scRNA-seq; scRNAseq; single-cell RNA-seq; single cell transcriptomics; 10x scRNA-seq; Drop-seq; 10x Chromium
      atlas:smart-seq Smart-seq; Smart-seq2; SMART-Seq v4; SSv4
    atlas:snrna-seq single-nucleus RNA sequencing; snRNA-seq; snRNAseq; single-nucleus RNA-seq; single nuclei RNA sequencing
    atlas:perturb-seq Perturb-seq; CRISPR screen with single-cell readout
  atlas:spatial-transcriptomics spatial transcriptomics; spatially resolved transcriptomics; spatial transcriptomic sequencing; transcriptomique spatiale; räumliche Transkriptomik
    atlas:merfish MERFISH; multiplexed error-robust fluorescence in situ hybridization; MERSCOPE < atlas:fish
    atlas:visium Visium; 10x Visium; Visium spatial gene expression; Visium HD
    atlas:xenium Xenium in situ sequencing; Xenium; 10x Xenium; Xenium in situ
    atlas:cosmx CosMx; CosMx spatial molecular imager; CosMx SMI
    atlas:slide-seq Slide-seq; Slide-seqV2; Slide-tags; SlideSeq
    atlas:stereo-seq Stereo-seq; spatio-temporal enhanced resolution omics sequencing
    atlas:starmap STARmap; spatially resolved transcript amplicon readout mapping; STARmap PLUS
    atlas:iss in situ sequencing; BARseq
    atlas:exseq expansion sequencing; ExSeq
    atlas:lcm laser capture microdissection; LCM; laser microdissection
atlas:genomics genomics; génomique; Genomik
  atlas:dna-seq DNA sequencing; DNA-seq; DNAseq; bulk DNA sequencing
    atlas:wgs whole genome sequencing; WGS; séquençage du génome entier
    atlas:wes whole exome sequencing; WES; exome sequencing
    atlas:targeted-seq targeted sequencing; amplicon sequencing; targeted DNA sequencing; gene panel sequencing
    atlas:scdna-seq single-cell DNA sequencing; scDNA-seq
    atlas:metagenomics metagenomics; metagenomic sequencing; shotgun metagenomics; 16S rRNA sequencing
  atlas:genotyping genotyping; SNP array; genotyping array; SNP genotyping
atlas:epigenomics epigenomics; épigénomique; Epigenomik
  atlas:atac-seq ATAC-seq; ATACseq; assay for transposase-accessible chromatin; bulk ATAC-seq; open chromatin assay
    atlas:scatac-seq single-cell ATAC-seq; scATAC-seq; snATAC-seq; single-nucleus ATAC-seq; scATACseq
  atlas:chip-seq ChIP-seq; chromatin immunoprecipitation sequencing; ChIPseq; CUT&Tag; CUT&RUN
  atlas:hi-c Hi-C; Hi-C sequencing; chromosome conformation capture; HiC
  atlas:methylation methylation sequencing; bisulfite sequencing; bisulphite sequencing; DNA methylation sequencing; WGBS; methylation array; snmC-seq
atlas:multiome multiome; 10x multiome; single-cell multiome; multiomics; multi-omics
  atlas:cite-seq CITE-seq; cellular indexing of transcriptomes and epitopes
atlas:proteomics proteomics; protéomique; Proteomik
  atlas:rppa reverse phase protein array; RPPA
  atlas:tmt tandem mass tag proteomics; TMT proteomics
  atlas:western-blot western blot; immunoblot; western blotting
  atlas:elisa enzyme-linked immunosorbent assay; ELISA
atlas:metabolomics metabolomics; métabolomique; Metabolomik
  atlas:lipidomics lipidomics; lipidomique
atlas:cytometry flow cytometry; FACS; fluorescence-activated cell sorting; cytométrie en flux; Durchflusszytometrie
  atlas:cytof mass cytometry; CyTOF; cytometry by time of flight
atlas:tma tissue microarray; TMA; tissue micro-array
atlas:morphometry morphometry; voxel-based morphometry; VBM; morphométrie; deformation-based morphometry
atlas:segmentation image segmentation; segmentation; parcellation; segmentation d'image; Segmentierung
atlas:reconstruction neuron reconstruction; morphological reconstruction; neuronal reconstruction; neuron tracing
atlas:stereology stereology; stereological counting; stéréologie
`
