import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { request } from 'undici'
import { until } from './until.ts'

/*
 * Orthanc is a small DICOM archive: https://orthanc.uclouvain.be. Debian has it with its DICOMweb plugin as
 * `orthanc orthanc-dicomweb`, and DCMTK, which makes files for it, as `dcmtk`.
 */

/** Debian has it among the programs of the administrator, which are not on everybody's path. */
const programFolders = [
  ...(process.env.PATH ?? '').split(delimiter),
  '/usr/sbin',
  '/usr/local/sbin',
]
const pluginFolders = ['/usr/share/orthanc/plugins', '/usr/local/share/orthanc/plugins']

/** Why there is no Orthanc to start here; null when there is one. */
export const orthancMissing: string | null = missing()

export interface Orthanc {
  /** Root of its own REST API. */
  readonly url: string
  /** Root of its DICOMweb service. */
  readonly baseUrl: string
  readonly user: string
  readonly password: string
  /** Value of the `Authorization` header that it wants. */
  readonly authorization: string
  /** Stores a DICOM file. */
  store(file: string): Promise<void>
  /** Deletes a study by its UID. */
  remove(study: string): Promise<void>
  stop(): Promise<void>
}

/** Starts an empty Orthanc on a port and in a folder of its own. */
export async function startOrthanc(): Promise<Orthanc> {
  const folder = await mkdtemp(join(tmpdir(), 'atlas-orthanc-'))
  const [user, password] = ['atlas', 'orthanc-test-password']
  const port = await freePort()
  const file = join(folder, 'orthanc.json')
  const configuration = {
    StorageDirectory: folder,
    IndexDirectory: folder,
    HttpPort: port,
    DicomServerEnabled: false,
    RemoteAccessAllowed: false,
    AuthenticationEnabled: true,
    RegisteredUsers: { [user]: password },
    Plugins: [pluginFile()],
    DicomWeb: {
      Enable: true,
      Root: '/dicom-web/',
      EnableWado: false,
      Host: 'localhost',
      Ssl: false,
    },
  }
  await writeFile(file, JSON.stringify(configuration))
  const child = spawn(program('Orthanc') ?? 'Orthanc', [file], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    said = (said + chunk).slice(-2_000)
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
  const url = `http://127.0.0.1:${port}`
  const headers = { authorization }

  async function call(method: 'GET' | 'POST' | 'DELETE', path: string, body?: Buffer | string) {
    const answer = await request(url + path, { method, headers, body: body ?? null })
    const text = await answer.body.text()
    if (answer.statusCode !== 200) throw new Error(`Orthanc: ${answer.statusCode} for ${path}`)
    return text
  }

  const stop = async () => {
    await end(child, ended)
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
  try {
    await until('Orthanc answers', () => {
      if (child.exitCode !== null) throw new Error(`Orthanc ended: ${said}`)
      return call('GET', '/system')
    })
  } catch (thrown) {
    await stop()
    throw thrown
  }
  return {
    url,
    baseUrl: `${url}/dicom-web`,
    user,
    password,
    authorization,
    async store(file) {
      await call('POST', '/instances', await readFile(file))
    },
    async remove(study) {
      const [found] = JSON.parse(await call('POST', '/tools/lookup', study)) as { Path: string }[]
      if (found === undefined) throw new Error('Orthanc: no such study')
      await call('DELETE', found.Path)
    },
    stop,
  }
}

function missing(): string | null {
  if (program('Orthanc') === null) return 'Orthanc is not installed'
  if (pluginFile() === null) return "Orthanc's DICOMweb plugin is not installed"
  return program('dump2dcm') === null ? 'DCMTK is not installed' : null
}

function program(name: string): string | null {
  const places = programFolders.map((folder) => join(folder, name))
  return places.find((place) => existsSync(place)) ?? null
}

function pluginFile(): string | null {
  for (const folder of pluginFolders) {
    const name = existsSync(folder)
      ? readdirSync(folder).find((one) => one.startsWith('libOrthancDicomWeb.so'))
      : undefined
    if (name !== undefined) return join(folder, name)
  }
  return null
}

/** Orthanc takes no port 0. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

async function end(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.kill('SIGTERM')
  const patience = setTimeout(() => child.kill('SIGKILL'), 5_000)
  await ended
  clearTimeout(patience)
}
