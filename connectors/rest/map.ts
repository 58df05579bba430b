import {
  Access,
  applyRules,
  type FieldOrigin,
  type Fit,
  type Fits,
  fitOrigin,
  fitTerms,
  GatewayError,
  type Mapped,
  type MappedRecord,
  type RuleTerm,
  type Term,
  unknownRecord,
  WebUrl,
} from '#sdk'
import { allOf, dateSpecOf, dayOf, type Got, momentOf, numberOf, oneOf } from './convert.ts'
import { valuesOf } from './frames.ts'
import type { ListSlot, RecordSpec, SingleSlot, TermSlot, Value } from './manifest.ts'
import type { RuleSlots } from './manifest-rules.ts'
import { type Options, rootOf, webRootOf } from './options.ts'
import type { Row } from './rows.ts'
import { rulesOf } from './rule-scopes.ts'
import type { Scalar, Values } from './templates.ts'

/** Told of raw values that nothing in the manifest knows. */
export type OnUnmatched = (slot: string, raw: string) => void

const tesla = { T: 1, mT: 0.001, G: 0.0001 } as const

/** A row as its manifest's list says; null for one of a list without records. */
export function mapRow(
  row: Row,
  options: Options,
  onUnmatched: OnUnmatched = () => {},
): Mapped | null {
  const spec = options.manifest.lists[row.list]?.record
  if (spec === undefined) return null
  const [fault] = row.faults
  if (fault !== undefined) {
    throw new GatewayError('ROW_INVALID', { message: `${fault.field}: ${fault.problem}` })
  }
  return { record: new Mapping(row, spec, options, onUnmatched).record() }
}

class Mapping {
  readonly #spec: RecordSpec
  readonly #options: Options
  readonly #values: Values
  readonly #fits: Fits<RuleSlots>
  readonly #onUnmatched: OnUnmatched
  readonly #fields: FieldOrigin[] = []

  constructor(row: Row, spec: RecordSpec, options: Options, onUnmatched: OnUnmatched) {
    const kept = new Map(row.fields.map(({ name, values }) => [name, values]))
    const addresses = {
      base: rootOf(options) ?? '',
      web: webRootOf(options),
    }
    const rest = valuesOf(kept, null, addresses)
    this.#values = (name) => kept.get(name) ?? rest(name)
    this.#spec = spec
    this.#options = options
    this.#onUnmatched = onUnmatched
    this.#fits = applyRules(rulesOf(options.manifest), this.#values, row.list)
  }

  record(): MappedRecord {
    const spec = this.#spec
    const license = this.#license()
    const domain = this.#fit('domain')?.value ?? spec.domain ?? null
    if (spec.domain !== undefined && domain === spec.domain) this.#note('domain', 'ASSUMED')
    const record: MappedRecord = {
      ...unknownRecord,
      kind: this.#fit('kind')?.value ?? spec.kind,
      parents: spec.parents === undefined ? this.#parent() : this.#texts('parents'),
      version: this.#text('version'),
      isVersionOf: this.#text('isVersionOf'),
      sameAs: this.#texts('sameAs'),
      title: this.#text('title') ?? '',
      description: this.#text('description'),
      keywords: this.#texts('keywords'),
      creators: this.#texts('creators'),
      publications: this.#publications(),
      landingPage: this.#address('landingPage'),
      viewers: this.#texts('viewers').filter(isAddress),
      domain,
      species: this.#species(),
      modality: this.#terms('modality'),
      structure: this.#terms('structure'),
      technique: this.#terms('technique'),
      referenceSpace: this.#terms('referenceSpace'),
      resolution: this.#resolution(),
      license,
      access: this.#access(),
      accessNote: this.#fit('accessNote')?.value ?? this.#text('accessNote'),
      dataLevel: this.#fit('dataLevel')?.value ?? this.#text('dataLevel'),
      fieldStrength: this.#fieldStrength(),
      subjects: this.#subjects(),
      released: this.#day('released'),
      modified: this.#moment('modified'),
      visibility: this.#visibility(),
      upstream: this.#address('upstream'),
      fields: this.#fields,
    }
    return record
  }

  /** The rule that sets a slot, noted as where it comes from. */
  #fit<S extends keyof RuleSlots>(slot: S): Fits<RuleSlots>[S] {
    const fit = this.#fits[slot]
    if (fit !== undefined) this.#fields.push(fitOrigin(slot, fit))
    return fit
  }

  #note(field: string, origin: FieldOrigin['origin'], raw: Scalar | null = null): void {
    this.#fields.push({ field, raw: raw === null ? null : String(raw), rule: null, origin })
  }

  #one(slot: SingleSlot): Got | null {
    const got = oneOf(this.#spec[slot], this.#values, (raw) => this.#onUnmatched(slot, raw))
    if (got !== null && got.by !== 'stated') {
      const isSaid = got.by === 'mapped' && String(got.raw) !== String(got.value)
      this.#note(slot, got.by === 'mapped' ? 'MAPPED' : 'ASSUMED', isSaid ? got.raw : null)
    }
    return got
  }

  #text(slot: SingleSlot): string | null {
    const got = this.#one(slot)
    return got === null ? null : String(got.value)
  }

  #address(slot: SingleSlot): string | null {
    const got = oneOf(this.#spec[slot], this.#values, () => {})
    return got !== null && isAddress(String(got.value)) ? String(got.value) : null
  }

  #texts(slot: ListSlot): string[] {
    const got = allOf(this.#spec[slot], this.#values, (raw) => this.#onUnmatched(slot, raw))
    return got.map(({ value }) => String(value))
  }

  #parent(): string[] {
    return this.#values('parent').map(String)
  }

  #publications(): MappedRecord['publications'] {
    return this.#texts('publications').flatMap((text): MappedRecord['publications'] => {
      const [doi = null] = /10\.\d{4,9}\/\S+/.exec(text) ?? []
      const url = isAddress(text) ? text : null
      if (doi !== null) return [{ title: null, doi: doi.replace(/[.,;)\]}]+$/, ''), url }]
      return [{ title: url === null ? text : null, doi: null, url }]
    })
  }

  #terms(slot: TermSlot): Term[] {
    const fit: Fit<readonly RuleTerm[]> | undefined = this.#fit(slot)
    if (fit !== undefined) return fitTerms(fit)
    const value: Value | undefined = this.#spec[slot]
    return allOf(value, this.#values, (raw) => this.#onUnmatched(slot, raw)).map(
      ({ value: label, raw, by }) => ({
        label: String(label),
        termId: null,
        origin: by === 'stated' ? 'STATED' : by === 'mapped' ? 'MAPPED' : 'ASSUMED',
        raw: raw === null || raw === label ? null : String(raw),
      }),
    )
  }

  #species(): Term[] {
    const { assumedSpecies } = this.#options
    const terms = this.#terms('species')
    if (terms.length > 0 || assumedSpecies === null) return terms
    return [{ label: assumedSpecies, termId: null, origin: 'ASSUMED', raw: null }]
  }

  #license(): MappedRecord['license'] {
    const { assumedLicense } = this.#options
    const said = this.#fit('license')?.value ?? this.#text('license')
    const url = this.#address('licenseUrl') ?? (said !== null && isAddress(said) ? said : null)
    if (said === null && url === null && assumedLicense !== null) {
      this.#note('license', 'ASSUMED')
      return { ...unknownRecord.license, raw: assumedLicense }
    }
    return { ...unknownRecord.license, raw: said, url }
  }

  #access(): Access {
    const { assumedAccess } = this.#options
    const set = this.#fit('access')?.value
    if (set !== undefined) return set
    const got = this.#one('access')
    const access = Access.safeParse(got?.value).data
    if (access !== undefined) return access
    if (got !== null) this.#onUnmatched('access', String(got.value))
    if (assumedAccess !== 'UNKNOWN') this.#note('access', 'ASSUMED')
    return assumedAccess
  }

  #visibility(): MappedRecord['visibility'] {
    const { public: said } = this.#spec
    const { group } = this.#options
    const isPublic =
      this.#fit('public')?.value ??
      (said === undefined || typeof said === 'boolean'
        ? (said ?? true)
        : // Only a plain yes opens a record.
          String(oneOf(said, this.#values, () => {})?.value ?? false) === 'true')
    if (isPublic) return null
    const groups = group === null ? [] : [group]
    return { discover: groups, retrieve: groups }
  }

  #fieldStrength(): number | null {
    const value = this.#spec.fieldStrength
    const got = oneOf(value, this.#values, () => {})
    const number = got === null ? null : numberOf(got.value)
    if (got === null || number === null || number <= 0) return null
    const ways = Array.isArray(value) ? value : [value]
    const unit = ways.find((way) => typeof way === 'object')?.unit ?? 'T'
    if (unit !== 'T') this.#note('fieldStrength', 'MAPPED', got.raw)
    return Number((number * tesla[unit]).toPrecision(6))
  }

  #resolution(): MappedRecord['resolution'] {
    const { resolution } = this.#spec
    if (resolution === undefined) return null
    const ways = Array.isArray(resolution.values) ? resolution.values : [resolution.values]
    // Axes may have the same value: none is dropped as a repetition.
    const found = ways.flatMap((way) => oneOrAll(way, this.#values)).map(numberOf)
    // The sign of a step is a direction.
    const values = found.map((value) => value && Math.abs(value))
    const isWhole = values.every((value) => value !== null && value > 0)
    if (!isWhole || values.length === 0 || values.length > 4) return null
    return { values: values as number[], unit: resolution.unit, micrometres: null }
  }

  #subjects(): MappedRecord['subjects'] {
    const { subjects } = this.#spec
    if (subjects === undefined) return null
    const number = (value: Value | undefined) => {
      const got = oneOf(value, this.#values, () => {})
      const found = got === null ? null : numberOf(got.value)
      return found !== null && found >= 0 ? found : null
    }
    const count = number(subjects.count)
    const ageMin = number(subjects.ageMin)
    const ageMax = number(subjects.ageMax)
    if (count === null && ageMin === null && ageMax === null) return null
    const unit = oneOf(subjects.ageUnit, this.#values, () => {})
    return {
      count: count !== null && Number.isInteger(count) ? count : null,
      ageMin,
      ageMax,
      ageUnit: unit === null ? null : String(unit.value),
    }
  }

  #day(slot: 'released'): string | null {
    return this.#dated(slot, (value) => dayOf(value, dateSpecOf(this.#spec[slot])))
  }

  #moment(slot: 'modified'): string | null {
    return this.#dated(slot, (value) => momentOf(value, dateSpecOf(this.#spec[slot])))
  }

  #dated(slot: SingleSlot, read: (value: Scalar) => string | null): string | null {
    const got = oneOf(this.#spec[slot], this.#values, () => {})
    const date = got === null ? null : read(got.value)
    if (got !== null && date === null) this.#onUnmatched(slot, String(got.value))
    return date
  }
}

function oneOrAll(way: Exclude<Value, unknown[]>, values: Values): Scalar[] {
  if (typeof way === 'string' && /^\{[^{}]+\}$/.test(way)) return [...values(way.slice(1, -1))]
  return allOf(way, values, () => {}).map(({ value }) => value)
}

function isAddress(text: string): boolean {
  return WebUrl.safeParse(text).success
}
