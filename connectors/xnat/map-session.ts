import {
  distinct,
  type FieldOrigin,
  type Fit,
  fitOrigin,
  fitTerms,
  type Mapped,
  type RuleTerm,
  type Term,
  unknownRecord,
  words,
} from '#sdk'
import { sessionAssets } from './assets.ts'
import { accessOf, assumed, origin, projectId } from './common.ts'
import { pathOf } from './links.ts'
import { codesIn, codesOf, isImaging, modalityTerm } from './modalities.ts'
import { type Options, publicRoot, reaches } from './options.ts'
import type { Scan, Session } from './rows.ts'
import { namedBy, type ScanRules } from './rules.ts'
import { utcOf } from './times.ts'

/** Words of a description that names of scans may fill. */
const longestList = 20

export function mapSession(row: Session, options: Options, rules: ScanRules): Mapped {
  const { listed, item } = row
  const { ID } = listed
  const page = `${publicRoot(options)}${pathOf('experiments', ID)}`
  const owner = item?.fields.project ?? row.metIn
  const label = item?.fields.label ?? listed.label
  const type = typeName(listed.xsiType ?? item?.xsiType ?? null)
  const told = scansOf(row, rules)
  const modality = modalityOf(row)
  const { fields, ...conditions } = assumed(options, owner)
  const uid = item?.fields.UID ?? null
  const changed = listed.last_modified ?? listed.insert_date
  const isOfBrain = told.structure.some(({ termId }) => termId === 'UBERON:0000955')
  return {
    record: {
      ...unknownRecord,
      kind: 'SESSION',
      parents: words(owner, ...(item?.shares ?? []).map(({ project }) => project)).map(projectId),
      sameAs: words(ID, uid === null ? null : `urn:oid:${uid}`),
      title: `${label ?? ID}: ${type}`,
      description: described(row),
      keywords: words(
        ...(item?.scans ?? []).map(({ fields }) => fields.type),
        item?.fields.session_type,
        item?.fields['scanner/manufacturer'],
        item?.fields['scanner/model'],
        item?.fields['tracer/name'],
      ),
      landingPage: `${page}?format=html`,
      domain: isOfBrain ? 'NEUROIMAGING' : 'MEDICAL_IMAGING',
      ...conditions,
      modality: distinct([...modality.terms, ...told.modality]),
      structure: told.structure,
      ...accessOf(row.accessibility, row.isOpen),
      fieldStrength: fieldStrengthOf(row),
      modified:
        changed === null || options.timeZone === null ? null : utcOf(changed, options.timeZone),
      upstream: `${page}?format=json`,
      fields: [...fields, ...modality.fields, ...told.fields],
    },
    // At the depth of files these follow by themselves.
    ...(reaches(options, 'files') ? {} : { assets: sessionAssets(row, options) }),
  }
}

/** `MR session` for `xnat:mrSessionData`; the type as it is where it is of another form. */
function typeName(xsiType: string | null): string {
  if (xsiType === null) return 'session'
  const name = /^[\w-]+:(.+?)SessionData$/.exec(xsiType)?.[1]
  if (name === undefined) return xsiType
  const codes = codesOf(xsiType)
  return `${codes.length === 0 ? name : codes.join('/').replace('PT', 'PET')} session`
}

/** What the session says of its modality, else what its type does, and the images among its scans. */
function modalityOf({ listed, item }: Session): { terms: Term[]; fields: FieldOrigin[] } {
  const stated = item?.fields.modality ?? listed.modality
  const type = listed.xsiType ?? item?.xsiType ?? null
  const codes = codesIn(stated)
  const own = codes.length > 0 ? codes : codesOf(type)
  const raw = codes.length > 0 ? stated : type
  const ofScans = (item?.scans ?? []).flatMap((scan) =>
    scanCodes(scan)
      .filter(isImaging)
      .map((code) => modalityTerm(code, scan.fields.modality ?? scan.xsiType ?? code)),
  )
  return {
    terms: distinct([...own.map((code) => modalityTerm(code, raw ?? code)), ...ofScans]),
    fields: codes.length > 0 || own.length === 0 ? [] : [origin('modality', 'xsi-type', type)],
  }
}

function scanCodes({ fields, xsiType }: Scan): readonly string[] {
  const stated = codesIn(fields.modality)
  return stated.length > 0 ? stated : codesOf(xsiType)
}

type TermsFit = Fit<readonly RuleTerm[]>

/** What the rules make of the names of the scans. */
function scansOf({ item }: Session, rules: ScanRules) {
  const contrasts: TermsFit[] = []
  const parts: TermsFit[] = []
  const sessionType = item?.fields.session_type ?? null
  for (const { fields, xsiType } of item?.scans ?? []) {
    const [code = null] = scanCodes({ fields, xsiType, resources: [] })
    const { modality, structure } = namedBy(rules, [fields.type, fields.series_description], code)
    if (modality !== undefined) contrasts.push(modality)
    if (structure !== undefined) parts.push(structure)
  }
  const { structure } = namedBy(rules, [sessionType], null)
  if (structure !== undefined) parts.push(structure)
  return {
    modality: contrasts.flatMap((fit) => fitTerms(fit)),
    structure: distinct(parts.flatMap((fit) => fitTerms(fit, 'EXTRACTED'))),
    fields: [
      ...originsOf('modality', contrasts, 'MAPPED'),
      ...originsOf('structure', parts, 'EXTRACTED'),
    ],
  }
}

/** One for each rule and spelling, however many scans have it. */
function originsOf(field: string, fits: readonly TermsFit[], how: Term['origin']): FieldOrigin[] {
  const found = new Map<string, FieldOrigin>()
  for (const fit of fits) {
    if (fit.value.length === 0) continue
    const rule = `xnat:${fit.rule}`
    found.set(`${rule} ${fit.raw}`, fitOrigin(field, fit, { rule, how }))
  }
  return [...found.values()]
}

/** Tesla: the session's, else that of all scans that say one. Numbers that no scanner has are old gauss, or wrong. */
function fieldStrengthOf({ item }: Session): number | null {
  const stated = tesla(item?.fields.fieldStrength ?? null)
  if (stated !== null) return stated
  const all = new Set(
    (item?.scans ?? []).flatMap(({ fields }) => tesla(fields.fieldStrength) ?? []),
  )
  const [only] = all
  return all.size === 1 && only !== undefined ? only : null
}

function tesla(text: string | null): number | null {
  const value = Number.parseFloat(text ?? '')
  return value > 0 && value < 30 ? value : null
}

function described({ item }: Session): string | null {
  if (item === null || item.scans.length === 0) return null
  const names = words(...item.scans.map(({ fields }) => fields.series_description ?? fields.type))
  const few = names.slice(0, longestList)
  const rest = names.length > few.length ? ` and ${names.length - few.length} more` : ''
  const scans = item.scans.length === 1 ? '1 scan' : `${item.scans.length} scans`
  return names.length === 0 ? `${scans}.` : `${scans}: ${few.join('; ')}${rest}.`
}
