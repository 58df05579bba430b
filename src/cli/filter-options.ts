import { type Command, InvalidArgumentError } from 'commander'
import { LicenseClass, RecordKind } from '../model/index.ts'
import { asOption } from './output.ts'

/** Options that filter, as commander gives them; that of the formats of files has a name of each command's own. */
export interface FilterOptions {
  species?: string[]
  kind?: string[]
  modality?: string[]
  structure?: string[]
  space?: string[]
  source?: string[]
  licenseClass?: string[]
}

/** `formatFlag` is what formats of files are given with, where `--format` means something else. */
export function addFilterOptions(
  command: Command,
  formatFlag: '--format' | '--file-format' = '--format',
): Command {
  return command
    .option('--species <name>', 'e.g. mouse', collect)
    .option('--kind <kind>', RecordKind.options.map(asOption).join(', '), oneOf(RecordKind.options))
    .option('--modality <name>', 'how it was recorded', collect)
    .option('--structure <name>', 'part of the anatomy; what lies within counts too', collect)
    .option('--space <name>', 'reference space, e.g. CCFv3', collect)
    .option('--source <id>', 'only from this source', collect)
    .option(
      '--license-class <class>',
      LicenseClass.options.map(asOption).join(', '),
      oneOf(LicenseClass.options),
    )
    .option(`${formatFlag} <name>`, 'of a file, e.g. NRRD', collect)
}

/** The API's RecordFilter, without what was not asked for. */
export function filterOf(
  options: FilterOptions,
  formats: readonly string[] | undefined,
): Record<string, readonly string[]> {
  const fields = {
    species: options.species,
    kind: options.kind,
    modality: options.modality,
    structure: options.structure,
    referenceSpace: options.space,
    source: options.source,
    licenseClass: options.licenseClass,
    format: formats,
  }
  const given = Object.entries(fields).flatMap(([name, values]) =>
    values === undefined ? [] : [[name, values] as const],
  )
  return Object.fromEntries(given)
}

export function asEnum(value: string): string {
  return value.toUpperCase().replaceAll('-', '_')
}

function collect(value: string, before: string[] = []): string[] {
  return [...before, value]
}

function oneOf(values: readonly string[]) {
  return (value: string, before: string[] = []): string[] => {
    if (!values.includes(asEnum(value))) {
      throw new InvalidArgumentError(`Allowed are ${values.map(asOption).join(', ')}.`)
    }
    return [...before, asEnum(value)]
  }
}
