/**
 * What kind of signal the data are, and its contrasts. No one vocabulary of these is in use everywhere: the ids are
 * our own. Suffixes of BIDS (`T1w`, `MESE`) are names.
 */
export const modality = `
atlas:mri magnetic resonance imaging; MRI; MR imaging; NMR imaging; IRM; imagerie par résonance magnétique; Magnetresonanztomographie; MRT; Kernspintomographie
  atlas:mri-structural structural MRI; sMRI; anatomical MRI; structural magnetic resonance imaging; IRM anatomique; strukturelle MRT
    atlas:mri-t1w T1-weighted MRI; T1w; T1-weighted; T1-weighted imaging; T1-weighted image; T1-weighted magnetic resonance imaging; MPRAGE; MP-RAGE; magnetization-prepared rapid gradient echo; T1 MPRAGE; 3D T1; pondération T1; IRM T1; T1-gewichtet
    atlas:mri-t2w T2-weighted MRI; T2w; T2-weighted; T2-weighted imaging; T2-weighted image; T2-weighted magnetic resonance imaging; pondération T2; IRM T2; T2-gewichtet
    atlas:mri-flair FLAIR; fluid-attenuated inversion recovery; T2 FLAIR
    atlas:mri-inplanet1 in-plane T1-weighted MRI; inplaneT1; inplane T1
    atlas:mri-inplanet2 in-plane T2-weighted MRI; inplaneT2; inplane T2
  atlas:mri-t2starw T2star-weighted MRI; T2starw; T2 star weighted
  atlas:mri-pdw proton-density-weighted MRI; PDw; PD-weighted; proton density weighted
  atlas:mri-pdt2 combined proton-density- and T2-weighted MRI; PDT2
  atlas:mri-quantitative quantitative MRI; qMRI; quantitative magnetic resonance imaging
    atlas:mri-t1map T1 mapping; T1map; quantitative T1; T1 relaxometry
    atlas:mri-t2map T2 mapping; T2map; quantitative T2; T2 relaxometry
    atlas:mri-t2starmap T2star mapping; T2starmap; R2star mapping
    atlas:mri-mp2rage MP2RAGE; magnetization-prepared two rapid gradient echoes
    atlas:mri-mese multi-echo spin echo MRI; MESE; multi-echo spin echo
    atlas:mri-megre multi-echo gradient echo MRI; MEGRE; multi-echo gradient recalled echo
    atlas:mri-vfa variable flip angle MRI; VFA; variable flip angle
    atlas:mri-mpm multi-parametric mapping; multiparameter mapping; hMRI
    atlas:mri-mtr magnetization transfer imaging; magnetisation transfer imaging; MTR; magnetization transfer ratio; MTw
    atlas:mri-myelin-water myelin water imaging; myelin water fraction; MWF
    atlas:mri-qsm quantitative susceptibility mapping; QSM
  atlas:mri-swi susceptibility-weighted imaging; SWI; susceptibility-weighted MRI
  atlas:mri-dwi diffusion MRI; dMRI; DWI; diffusion-weighted imaging; diffusion-weighted MRI; diffusion-weighted magnetic resonance imaging; diffusion imaging; IRM de diffusion; Diffusions-MRT
    atlas:mri-dti diffusion tensor imaging; DTI; diffusion tensor MRI; imagerie du tenseur de diffusion; Diffusions-Tensor-Bildgebung
    atlas:mri-dsi diffusion spectrum imaging; DSI
    atlas:mri-hardi high angular resolution diffusion imaging; HARDI
    atlas:mri-dki diffusion kurtosis imaging; DKI
    atlas:mri-noddi neurite orientation dispersion and density imaging; NODDI
  atlas:mri-fmri functional MRI; fMRI; functional magnetic resonance imaging; BOLD; BOLD fMRI; blood-oxygen-level-dependent imaging; IRM fonctionnelle; IRMf; funktionelle MRT
    atlas:mri-rsfmri resting-state fMRI; rs-fMRI; rsfMRI; resting-state functional MRI; resting-state functional magnetic resonance imaging; IRMf de repos; Ruhezustands-fMRT
    atlas:mri-tfmri task fMRI; tfMRI; task-based fMRI; task-evoked fMRI
    atlas:mri-cbv cerebral blood volume fMRI; CBV fMRI; VASO
  atlas:mri-perfusion perfusion MRI; perfusion-weighted imaging; PWI; IRM de perfusion; Perfusions-MRT
    atlas:mri-asl arterial spin labeling; ASL; pCASL; PASL; arterial spin labelling
    atlas:mri-dsc dynamic susceptibility contrast MRI; DSC MRI
    atlas:mri-dce dynamic contrast-enhanced MRI; DCE MRI
  atlas:mri-mra magnetic resonance angiography; MRA; MR angiography; TOF MRA; time-of-flight angiography; angio-IRM; MR-Angiographie
  atlas:mri-fieldmap field mapping MRI; fieldmap; field map; B0 field map
  atlas:mri-cardiac cardiac MRI; cardiac magnetic resonance imaging; CMR
  atlas:mri-mre magnetic resonance elastography; MRE; MR elastography
  atlas:mri-memri manganese-enhanced MRI; MEMRI
  atlas:mri-ute ultrashort echo time MRI; UTE MRI
atlas:mrs magnetic resonance spectroscopy; MRS; MR spectroscopy; spectroscopie par résonance magnétique; Magnetresonanzspektroskopie
  atlas:mrsi magnetic resonance spectroscopic imaging; MRSI; chemical shift imaging
atlas:xray X-ray imaging; X-ray; radiography; radiographie; Röntgen
  atlas:mammography mammography; mammogram; mammographie
  atlas:fluoroscopy fluoroscopy; fluoroscopie
  atlas:xray-angiography X-ray angiography; digital subtraction angiography; cerebral angiography
  atlas:dxa dual-energy X-ray absorptiometry; DXA; DEXA; bone densitometry
atlas:ct computed tomography; CT; CT scan; CAT scan; tomodensitométrie; Computertomographie; scanographie
  atlas:microct micro-computed tomography; micro-CT; microCT; µCT; X-ray microtomography; X-ray micro-computed tomography
  atlas:cta computed tomography angiography; CTA; CT angiography
  atlas:cbct cone-beam computed tomography; CBCT; cone beam CT
  atlas:synchrotron-ct synchrotron X-ray tomography; phase-contrast tomography; HiP-CT; hierarchical phase-contrast tomography
atlas:nuclear nuclear medicine imaging; nuclear medicine; scintigraphy; médecine nucléaire; Nuklearmedizin; Szintigraphie
  atlas:pet positron emission tomography; PET; PET imaging; TEP; tomographie par émission de positons; Positronen-Emissions-Tomographie; Positronenemissionstomographie
  atlas:spect single-photon emission computed tomography; SPECT
atlas:electrophysiology electrophysiology; ephys; e-phys; électrophysiologie; Elektrophysiologie
  atlas:eeg electroencephalography; EEG; electroencephalogram; électroencéphalographie; Elektroenzephalographie; Elektroenzephalografie
  atlas:ieeg intracranial electroencephalography; iEEG; intracranial EEG; stereo-EEG; sEEG; stereoelectroencephalography
    atlas:ecog electrocorticography; ECoG; electrocorticogram
  atlas:emg electromyography; EMG; electromyogram; électromyographie; Elektromyographie
  atlas:ecg electrocardiography; ECG; EKG; electrocardiogram; électrocardiographie; Elektrokardiographie
  atlas:eog electrooculography; EOG; electrooculogram
atlas:meg magnetoencephalography; MEG; magnétoencéphalographie; Magnetenzephalographie; Magnetoenzephalographie
  atlas:opm-meg optically pumped magnetometer MEG; OPM-MEG
atlas:nirs near-infrared spectroscopy; NIRS; fNIRS; functional near-infrared spectroscopy; functional NIRS
  atlas:dot diffuse optical tomography
atlas:ultrasound ultrasound imaging; ultrasound; sonography; ultrasonography; échographie; Ultraschall; Sonographie
  atlas:fus functional ultrasound imaging; fUSI; functional ultrasound
  atlas:doppler Doppler ultrasound; Doppler sonography; Doppler imaging
  atlas:echocardiography echocardiography; échocardiographie; Echokardiographie
atlas:photoacoustic photoacoustic imaging; optoacoustic imaging
atlas:behaviour behavioral data; behavior; behavioural measurement; données comportementales; Verhaltensdaten; behaviour; behavior videos; behavioral recording
  atlas:eye-tracking eye tracking; eyetracking; oculométrie; Blickbewegungsmessung
  atlas:motion-capture motion capture
atlas:physio physiological recording; physiology recording; peripheral physiology
atlas:microscopy microscopy; microscopic imaging; microscopie; Mikroskopie
  atlas:light-microscopy light microscopy; optical microscopy; brightfield microscopy; bright-field microscopy; microscopie optique; Lichtmikroskopie; bright field
    atlas:fluorescence-microscopy fluorescence microscopy; fluorescence imaging; fluorescent microscopy; microscopie à fluorescence; Fluoreszenzmikroskopie; widefield fluorescence microscopy
      atlas:confocal confocal microscopy; confocal imaging; confocal laser scanning microscopy; CLSM; microscopie confocale; Konfokalmikroskopie
        atlas:spinning-disk spinning disk confocal microscopy; spinning disc confocal microscopy
      atlas:two-photon two-photon microscopy; 2-photon microscopy; two-photon imaging; multiphoton microscopy; 2PM; two-photon excitation microscopy; microscopie biphotonique; Zwei-Photonen-Mikroskopie
        atlas:stpt serial two-photon tomography; STPT; STP tomography; serial 2-photon tomography
      atlas:three-photon three-photon microscopy; 3-photon microscopy
      atlas:light-sheet light-sheet microscopy; light sheet; lightsheet; LSFM; light-sheet fluorescence microscopy; selective plane illumination microscopy; SPIM; microscopie à feuille de lumière; Lichtblattmikroskopie
      atlas:super-resolution super-resolution microscopy; superresolution microscopy; nanoscopy
        atlas:sted stimulated emission depletion microscopy; STED; STED microscopy
        atlas:storm stochastic optical reconstruction microscopy; dSTORM; PALM microscopy
      atlas:fmost fluorescence micro-optical sectioning tomography; fMOST
      atlas:tirf total internal reflection fluorescence microscopy; TIRF; TIRF microscopy
      atlas:flim fluorescence lifetime imaging microscopy; FLIM
    atlas:phase-contrast phase-contrast microscopy; phase contrast
    atlas:pli polarized light imaging; 3D-PLI; polarised light imaging; three-dimensional polarized light imaging; imagerie en lumière polarisée; Polarisationsmikroskopie
    atlas:wsi whole slide imaging; WSI; whole-slide image; digital pathology slide; virtual slide
    atlas:one-photon one-photon imaging; widefield imaging; wide-field calcium imaging; miniscope imaging
  atlas:em electron microscopy; EM; microscopie électronique; Elektronenmikroskopie
    atlas:vem volume electron microscopy; volume EM; vEM
    atlas:tem transmission electron microscopy; TEM
      atlas:sstem serial-section transmission electron microscopy; ssTEM; serial section TEM
    atlas:sem scanning electron microscopy; SEM
    atlas:cryo-em cryo-electron microscopy; cryo-EM; cryoEM; electron cryomicroscopy
      atlas:cryo-et cryo-electron tomography; cryo-ET; cryoET; electron cryotomography
  atlas:afm atomic force microscopy; AFM
atlas:oct optical coherence tomography; OCT; tomographie par cohérence optique; optische Kohärenztomographie
atlas:opt optical projection tomography
atlas:intrinsic-signal intrinsic signal imaging; intrinsic optical imaging; optical intrinsic signal imaging
atlas:fundus fundus photography; retinal photography; color fundus imaging
atlas:endoscopy endoscopy; endoscopie; Endoskopie
atlas:dermoscopy dermoscopy; dermatoscopy; dermoscopie
atlas:mass-spectrometry mass spectrometry; MS/MS; mass spec; spectrométrie de masse; Massenspektrometrie
  atlas:msi mass spectrometry imaging; imaging mass spectrometry; MALDI imaging; MALDI-MSI; imagerie par spectrométrie de masse; bildgebende Massenspektrometrie
  atlas:lc-ms liquid chromatography-mass spectrometry; LC-MS; LC-MS/MS
atlas:raman Raman spectroscopy; Raman imaging; spectroscopie Raman; Raman-Spektroskopie
atlas:photography photography; photographie; Fotografie
atlas:remote-sensing remote sensing; earth observation; satellite imagery; télédétection; Fernerkundung
  atlas:multispectral multispectral imaging; multispectral imagery
  atlas:hyperspectral hyperspectral imaging; hyperspectral imagery; imaging spectroscopy
  atlas:sar synthetic aperture radar; SAR imagery; SAR imaging; C-band SAR
  atlas:lidar LiDAR; light detection and ranging; laser scanning; airborne laser scanning
  atlas:aerial aerial imagery; aerial photography; orthophoto; orthoimagery; orthophotography
`
