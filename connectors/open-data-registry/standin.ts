import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type S3Standin, startS3Standin } from '#sdk/standin'

/** A checkout of a registry, of our own making: 21 data sets, and three files that are bad on purpose. */
export const sampleFolder = fileURLToPath(new URL('./sample', import.meta.url))

/** Words that stand in the sample where no shape lists them. */
export const planted = ['Zzplanted Personname', 'Zzplanted Authorname', 'zzplanted.person']

export interface RegistryStandin extends S3Standin {
  /** Options of a source that reads this stand-in. */
  readonly options: Readonly<Record<string, unknown>>
}

export interface RegistryStandinOptions {
  /** Default 0: any that is free. */
  port?: number
  /** Milliseconds before each answer. Default 0. */
  latency?: number
  /** Files by their path below `prefix`. Default: those of the sample. */
  files?: Readonly<Record<string, string | Uint8Array>>
  /** Default: `registry/`. */
  prefix?: string
}

/** Name of the bucket that holds it. */
export const bucket = 'open-data-registry-copy'

/** Options that read the stand-in at this address. */
export function registryOptions(baseUrl: string): Record<string, unknown> {
  return { bucket, prefix: 'registry/', region: 'us-east-1', endpoint: baseUrl }
}

/** Starts a public bucket that holds a copy of a registry. */
export async function startRegistryStandin({
  port = 0,
  latency = 0,
  files,
  prefix = 'registry/',
}: RegistryStandinOptions = {}): Promise<RegistryStandin> {
  const held = files ?? (await sampleFiles())
  const objects = Object.entries(held).map(([path, body]) => ({ key: prefix + path, body }))
  const standin = await startS3Standin({
    buckets: [{ name: bucket, region: 'us-east-1', isPublic: true, objects }],
    port,
    latency,
  })
  return Object.defineProperty(standin, 'options', {
    value: { ...registryOptions(standin.url), prefix },
  }) as RegistryStandin
}

/** Text of the sample's files, by path. */
export async function sampleFiles(): Promise<Record<string, string>> {
  const paths = await readdir(sampleFolder, { recursive: true })
  const yaml = paths.filter((path) => path.endsWith('.yaml')).sort()
  const read = yaml.map(async (path) => [path, await readFile(`${sampleFolder}/${path}`, 'utf8')])
  return Object.fromEntries(await Promise.all(read))
}

/** The same without those that are broken on purpose. */
export async function soundFiles(): Promise<Record<string, string>> {
  const files = Object.entries(await sampleFiles())
  return Object.fromEntries(files.filter(([path]) => !path.includes('/broken-')))
}
