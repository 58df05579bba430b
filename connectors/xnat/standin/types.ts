/** Data types by what they extend, as the schema of XNAT and of its plugins has it. */
const parents: Record<string, string> = {
  'xnat:subjectAssessorData': 'xnat:experimentData',
  'xnat:imageSessionData': 'xnat:subjectAssessorData',
  'xnat:mrSessionData': 'xnat:imageSessionData',
  'xnat:petSessionData': 'xnat:imageSessionData',
  'xnat:ctSessionData': 'xnat:imageSessionData',
  'xnat:petmrSessionData': 'xnat:petSessionData',
  'xnat:eegSessionData': 'xnat:imageSessionData',
  'xnat:megSessionData': 'xnat:imageSessionData',
  'xnat:usSessionData': 'xnat:imageSessionData',
  'plug:photonSessionData': 'xnat:imageSessionData',
  'clin:visitData': 'xnat:subjectAssessorData',
  'xnat:derivedData': 'xnat:experimentData',
  'xnat:imageAssessorData': 'xnat:derivedData',
  'fs:fsData': 'xnat:imageAssessorData',
  'xnat:qcManualAssessorData': 'xnat:imageAssessorData',
  'icr:roiCollectionData': 'xnat:imageAssessorData',
  'xnat:mrScanData': 'xnat:imageScanData',
  'xnat:petScanData': 'xnat:imageScanData',
  'xnat:ctScanData': 'xnat:imageScanData',
  'xnat:eegScanData': 'xnat:imageScanData',
  'xnat:usScanData': 'xnat:imageScanData',
  'xnat:otherDicomScanData': 'xnat:imageScanData',
}

/** What a list may be asked about, and does not extend anything here. */
const roots = ['xnat:experimentData', 'xnat:imageScanData', 'xnat:subjectData', 'xnat:projectData']

/** Types without rights of their own: rows of them are filtered after they were fetched. */
const abstractTypes = [
  'xnat:experimentData',
  'xnat:subjectAssessorData',
  'xnat:imageSessionData',
  'xnat:derivedData',
  'xnat:imageAssessorData',
]

export const dataTypes: readonly string[] = [...roots, ...Object.keys(parents)]

/** Singular names, where a type has one. */
export const singulars: Record<string, string> = {
  'xnat:mrSessionData': 'MR Session',
  'xnat:petSessionData': 'PET Session',
  'xnat:ctSessionData': 'CT Session',
  'xnat:petmrSessionData': 'PET MR Session',
  'fs:fsData': 'Freesurfer',
  'xnat:qcManualAssessorData': 'Manual QC',
  'icr:roiCollectionData': 'ROI Collection',
}

export function isSecure(xsiType: string): boolean {
  return !abstractTypes.includes(xsiType)
}

/** The type as the schema spells it, whatever the case; null when there is no such type. */
export function knownType(name: string): string | null {
  return dataTypes.find((type) => type.toLowerCase() === name.toLowerCase()) ?? null
}

/** Whether `xsiType` is `ancestor` or extends it. */
export function extendsType(xsiType: string, ancestor: string): boolean {
  for (let type: string | undefined = xsiType; type !== undefined; type = parents[type]) {
    if (type === ancestor) return true
  }
  return false
}
