/** What is read of a table of files, by names of columns without case, spaces and signs. */
const names = {
  id: ['htandatafileid', 'datafileid'],
  component: ['component'],
  filename: ['filename'],
  fileFormat: ['fileformat'],
  assay: ['imagingassaytype', 'assaytype', 'assayname', 'assay'],
  level: ['level', 'datalevel'],
  organ: ['organtype', 'organ', 'tissueororganoforigin', 'organs'],
  synapse: ['entityid', 'synapseid'],
  size: ['filesize', 'filesizebytes', 'sizebytes', 'size'],
  md5: ['md5', 'filemd5', 'md5sum', 'md5hash'],
  sha256: ['sha256'],
  source: ['downloadsource', 'datasource'],
  access: ['accessrequired', 'accesslevel', 'accesstype', 'datacategory'],
  release: ['datarelease', 'htandatarelease', 'releaseversion'],
  x: ['physicalsizex'],
  y: ['physicalsizey'],
  z: ['physicalsizez'],
  xUnit: ['physicalsizexunit'],
  url: ['s3uri', 'cloudstoragelocation', 's3url', 'fileurl'],
} as const

export type Field = keyof typeof names

/** Columns that say that a row is of a person. */
const ofPeople = ['htanparticipantid', 'participantid', 'caseid', 'caseuuid', 'ageatdiagnosis']

export type Columns = ReadonlyMap<Field, number>

/** `HTAN_Data_File_ID`, `HTAN Data File ID` and `HTANDataFileID` are one. */
export function folded(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
}

/** Where the fields of a table stand. */
export function columnsOf(header: readonly string[]): Columns {
  const places = new Map<string, number>()
  for (const [index, name] of header.entries()) {
    const key = folded(name)
    if (!places.has(key)) places.set(key, index)
  }
  const found = (Object.keys(names) as Field[]).flatMap((field) => {
    const name = names[field].find((one) => places.has(one))
    return name === undefined ? [] : [[field, places.get(name) ?? 0] as const]
  })
  return new Map(found)
}

/** Whether a table without data files is one of people. */
export function isOfPeople(header: readonly string[]): boolean {
  return header.some((name) => ofPeople.includes(folded(name)))
}
