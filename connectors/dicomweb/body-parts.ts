/**
 * Defined terms of Body Part Examined (PS3.16 annex L) that brain archives and their neighbours use, with their structure
 * in Uberon; null where there is none that says the same.
 */
export const bodyParts: Readonly<Record<string, readonly [label: string, termId: string | null]>> =
  {
    BRAIN: ['brain', 'UBERON:0000955'],
    HEAD: ['head', 'UBERON:0000033'],
    SKULL: ['skull', 'UBERON:0003129'],
    HEADNECK: ['head and neck', null],
    NECK: ['neck', 'UBERON:0000974'],
    FACE: ['face', 'UBERON:0001456'],
    EYE: ['eye', 'UBERON:0000970'],
    ORBIT: ['orbit', null],
    EAR: ['ear', 'UBERON:0001690'],
    IAC: ['internal auditory canal', null],
    PITUITARY: ['pituitary gland', 'UBERON:0000007'],
    SPINE: ['spine', null],
    CSPINE: ['cervical spine', null],
    TSPINE: ['thoracic spine', null],
    LSPINE: ['lumbar spine', null],
    SSPINE: ['sacral spine', null],
    CHEST: ['chest', null],
    HEART: ['heart', 'UBERON:0000948'],
    LUNG: ['lung', 'UBERON:0002048'],
    BREAST: ['breast', 'UBERON:0000310'],
    ABDOMEN: ['abdomen', 'UBERON:0000916'],
    LIVER: ['liver', 'UBERON:0002107'],
    KIDNEY: ['kidney', 'UBERON:0002113'],
    PANCREAS: ['pancreas', 'UBERON:0001264'],
    SPLEEN: ['spleen', 'UBERON:0002106'],
    PROSTATE: ['prostate gland', 'UBERON:0002367'],
    PELVIS: ['pelvis', null],
    HIP: ['hip', 'UBERON:0001464'],
    KNEE: ['knee', 'UBERON:0001465'],
    SHOULDER: ['shoulder', 'UBERON:0001467'],
    ELBOW: ['elbow', 'UBERON:0001461'],
    WRIST: ['wrist', null],
    HAND: ['hand', null],
    ANKLE: ['ankle', null],
    FOOT: ['foot', null],
    WHOLEBODY: ['whole body', null],
  }

/** Of these, those whose images are neuroimaging … */
export const neural: readonly string[] = ['BRAIN', 'PITUITARY']
/** … and those that come along with them, as a scout does. */
export const aroundBrain: readonly string[] = ['HEAD', 'SKULL', 'HEADNECK']
