import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomInt, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { request } from 'undici'
import type { S3Credentials } from '../../src/sdk/s3/s3.ts'
import { ask, pathOf, type S3Ask, type S3Told } from './s3-ask.ts'
import { until } from './until.ts'

/*
 * Ceph's object gateway is a real S3 server, and one of few that enforce requester pays: https://docs.ceph.com/en/pacific/radosgw.
 * Debian has it as `radosgw`, and what it stands on as `ceph-mon ceph-osd ceph-common`. Nothing of it needs root.
 */

const programs = ['monmaptool', 'ceph-mon', 'ceph', 'ceph-osd', 'radosgw-admin', 'radosgw'] as const
type Program = (typeof programs)[number]

const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin']

/** Why there is no radosgw to start here; null when there is one. */
export const radosgwMissing: string | null = missing()

export interface Radosgw {
  /** Root of the service, path-style; `bucket.s3.localhost` as `Host` names a bucket too. */
  readonly url: string
  /** Of the buckets. */
  readonly owner: S3Credentials
  /** Of somebody else. */
  readonly requester: S3Credentials
  /** Asks as the owner where nobody else is named. */
  ask(request: S3Ask): Promise<S3Told>
  /** Creates a bucket that `readers` may list and read, besides the owner. */
  createBucket(
    name: string,
    options: { readers: 'everybody' | 'requester'; requesterPays: boolean },
  ): Promise<void>
  /** @throws {Error} when it is not stored. */
  put(bucket: string, key: string, body: string | Uint8Array, type?: string): Promise<void>
  stop(): Promise<void>
}

/** Starts a monitor, an OSD in memory and a gateway, on free ports and in a folder of their own. Takes about 10 s. */
export async function startRadosgw(): Promise<Radosgw> {
  const folder = await mkdtemp(join(tmpdir(), 'atlas-radosgw-'))
  const [monitorPort, port] = [await quietPort(), await quietPort()]
  const [fsid, osd] = [randomUUID(), randomUUID()]
  const url = `http://127.0.0.1:${port}`
  const file = join(folder, 'ceph.conf')
  const monitor = `[v1:127.0.0.1:${monitorPort}]`
  const running: ChildProcess[] = []
  let said = ''

  const run = async (program: Program, ...args: string[]) => {
    // It ends by itself when nobody is left to wait for it.
    await promisify(execFile)('timeout', ['60', program, ...args], { env: environment })
  }
  const keep = (program: Program, ...args: string[]) => {
    const parts = [program, '-c', file, '-f', ...args]
    const child = spawn('sh', ['-c', guard, folder, ...parts], {
      stdio: ['pipe', 'ignore', 'pipe'],
      env: environment,
    })
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      said = (said + chunk).slice(-2_000)
    })
    running.push(child)
  }
  const stop = async () => {
    // None of it is kept, and when asked nicely they wait for each other.
    await Promise.all(
      running.map(async (child) => {
        const ended = new Promise((resolve) => child.once('close', resolve))
        child.stdin?.end()
        await ended
      }),
    )
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }

  try {
    for (const name of ['run', 'log', 'osd', 'rgw', 'mon']) await mkdir(join(folder, name))
    await writeFile(file, configuration(folder, fsid, monitor, port))
    const map = join(folder, 'monmap')
    await run('monmaptool', '--create', '--clobber', '--fsid', fsid, '--addv', 'a', monitor, map)
    await run('ceph-mon', '-c', file, '-i', 'a', '--mkfs', '--monmap', map)
    keep('ceph-mon', '-i', 'a', '--public-addr', '127.0.0.1')
    // A monitor that has only just come up may say EPERM to anything; and the same OSD may be made twice.
    const isMade = () => run('ceph', '-c', file, 'osd', 'new', osd).then(() => true)
    await until('the monitor takes commands', isMade, 60_000)
    await run('ceph', '-c', file, 'osd', 'crush', 'add', 'osd.0', '1.0', 'root=default', 'host=h')
    await run('ceph-osd', '-c', file, '-i', '0', '--mkfs', '--osd-uuid', osd)
    keep('ceph-osd', '-i', '0')
    const admin = ['-c', file, '-n', 'client.rgw.a']
    for (const { uid, accessKeyId, secretAccessKey } of [owner, requester]) {
      const keys = ['--access-key', accessKeyId, '--secret-key', secretAccessKey]
      await run(
        'radosgw-admin',
        ...admin,
        'user',
        'create',
        '--uid',
        uid,
        '--display-name',
        uid,
        ...keys,
      )
    }
    keep('radosgw', '-n', 'client.rgw.a')
    const isUp = async () => {
      const answer = await request(url)
      await answer.body.dump()
      return answer.statusCode === 200
    }
    await until('radosgw answers', isUp, 60_000)
  } catch (thrown) {
    await stop()
    throw new Error(`radosgw did not start: ${said}`, { cause: thrown })
  }

  const asOwner = (one: S3Ask) => ask(url, { credentials: owner, ...one })
  const must = async (one: S3Ask) => {
    const { status, text } = await asOwner(one)
    if (status >= 300) throw new Error(`radosgw: ${status} for ${one.method} ${one.path}: ${text}`)
  }
  return {
    url,
    owner,
    requester,
    ask: asOwner,
    async createBucket(name, { readers, requesterPays }) {
      const [method, path] = ['PUT', `/${name}`]
      await must({ method, path })
      const body = policyOf(name, readers)
      await must({ method, path, query: [['policy', '']], body })
      if (!requesterPays) return
      await must({
        method,
        path,
        query: [['requestPayment', '']],
        body: '<RequestPaymentConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Payer>Requester</Payer></RequestPaymentConfiguration>',
      })
    },
    async put(bucket, key, body, type = 'application/octet-stream') {
      const headers = { 'content-type': type }
      await must({ method: 'PUT', path: pathOf(bucket, key), body, headers })
    },
    stop,
  }
}

/**
 * Runs a program until the end of its own input, which comes with the end of the process that started it, however that
 * dies. What interrupts that process in a terminal is not to end the guard first.
 */
const guard =
  'trap "" INT TERM HUP; "$@" & program=$!; cat > /dev/null; kill -KILL $program; wait; rm -rf "$0"'

const environment = { PATH: folders.join(delimiter), CEPH_ARGS: '' }

const owner = {
  uid: 'owner',
  accessKeyId: 'OWNERKEY',
  secretAccessKey: 'owner-secret-of-tests',
  sessionToken: null,
}
const requester = {
  uid: 'requester',
  accessKeyId: 'REQUESTERKEY',
  secretAccessKey: 'requester-secret-of-tests',
  sessionToken: null,
}

function policyOf(bucket: string, readers: 'everybody' | 'requester'): string {
  const principal = readers === 'everybody' ? '*' : 'arn:aws:iam:::user/requester'
  const statement = {
    Effect: 'Allow',
    Principal: { AWS: [principal] },
    Action: ['s3:ListBucket', 's3:GetObject'],
    Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
  }
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
}

function configuration(folder: string, fsid: string, monitor: string, port: number): string {
  return `[global]
fsid = ${fsid}
mon host = ${monitor}
mon initial members = a
public addr = 127.0.0.1
cluster addr = 127.0.0.1
auth cluster required = none
auth service required = none
auth client required = none
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
mon allow pool size one = true
mon max pg per osd = 1000
osd crush chooseleaf type = 0
# Without keys between them the OSD would else say that it is of another cluster.
osd crush update on start = false
osd class update on start = false
osd objectstore = memstore
memstore device bytes = 2147483648
osd class load list = *
osd class default list = *
run dir = ${folder}/run
admin socket =
log file = ${folder}/log/$name.log
pid file = ${folder}/run/$name.pid
mon data = ${folder}/mon
osd data = ${folder}/osd
[client.rgw.a]
rgw data = ${folder}/rgw
rgw frontends = beast endpoint=127.0.0.1:${port}
rgw dns name = s3.localhost
`
}

/**
 * A port that nobody listens to, and that the system gives to nobody by itself (it does from 32768 on): seconds go by
 * until it is taken.
 */
async function quietPort(): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const port = randomInt(20_000, 32_000)
    const server = createServer()
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false))
      server.listen(port, '127.0.0.1', () => resolve(true))
    })
    if (!isFree) continue
    await new Promise((resolve) => server.close(resolve))
    return port
  }
  throw new Error('no port')
}

function missing(): string | null {
  const absent = programs.filter(
    (name) => !folders.some((folder) => existsSync(join(folder, name))),
  )
  return absent.length === 0 ? null : `${absent.join(', ')} not installed`
}
