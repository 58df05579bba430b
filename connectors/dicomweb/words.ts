/** Words that say how an image was made, by what they are about. None of them is kept for another reason. */
const known = new Set(
  `t1 t1w t2 t2w t2star t2starw t2s pd pdw flair mprage mpr mp2rage spgr bravo space cube tse fse gre flash haste tfe
  ffe tfl vibe fspgr stir dixon swi swan qsm dwi dti dki diff diffusion mddw trace adc tensor ep2d epi bold fmri rsfmri
  rest resting task asl pcasl pasl pwi dsc dce perfusion tof mra mrv angio mrs svs csi press localizer localiser scout
  survey loc fieldmap fmap map mapping phase magnitude mag sag sagittal cor coronal tra transverse ax axial obl oblique
  2d 3d iso isotropic fs fatsat pre post contrast gd native fdg pib amyloid tau florbetapir flortaucipir
  florbetaben flutemetamol raclopride pet ct mr cta ac nac mip thin thick dose report seg segmentation
  brain head neck spine cervical thoracic lumbar chest abdomen pelvis knee`.split(/\s+/),
)
/** Slice thickness, b-value, acceleration. */
const measures = /^(\d{1,2}(\.\d{1,2})?mm|b\d{1,5}|p\d)$/

/**
 * The known words of a free text, in lower case and in its order; empty when there is none. Numbers alone are dropped:
 * they may be dates or ids.
 */
export function knownWords(text: string): string[] {
  return text
    .toLowerCase()
    .replace(/t2\s?\*/g, 't2star')
    .split(/[^a-z0-9.]+/)
    .flatMap((word) => (measures.test(word) ? word : word.split('.')))
    .filter((word) => known.has(word) || measures.test(word))
}
