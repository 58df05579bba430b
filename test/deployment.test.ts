import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import manifest from '../package.json' with { type: 'json' }
import { variableNames } from '../src/config.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (file: string) => readFileSync(`${root}/${file}`, 'utf8')

const Service = z.strictObject({
  build: z.string().optional(),
  image: z.string(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()),
  secrets: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()),
  depends_on: z.record(z.string(), z.strictObject({ condition: z.string() })).default({}),
  healthcheck: z.looseObject({
    test: z.array(z.string()).optional(),
    disable: z.boolean().optional(),
  }),
  restart: z.enum(['no', 'unless-stopped']),
  stop_grace_period: z.string().optional(),
  init: z.boolean().optional(),
  read_only: z.boolean().optional(),
  tmpfs: z.array(z.string()).optional(),
  cap_drop: z.array(z.string()).optional(),
  security_opt: z.array(z.string()),
})
const Compose = z.strictObject({
  name: z.string(),
  services: z.strictObject({
    gateway: Service,
    'meilisearch-setup': Service,
    meilisearch: Service,
  }),
  volumes: z.record(z.string(), z.null()),
  secrets: z.strictObject({ 'meilisearch-master-key': z.strictObject({ file: z.string() }) }),
})
const { services, volumes, secrets } = Compose.parse(parse(read('docker-compose.yml')))
const { gateway, 'meilisearch-setup': setup, meilisearch } = services

/** Instructions with their lines joined, without comments. */
const instructions = read('Dockerfile')
  .replace(/^\s*#.*\n/gm, '')
  .replace(/\\\n\s*/g, '')
  .split('\n')
  .filter((line) => line !== '')
const words = (instruction: string) =>
  instructions.filter((line) => line.startsWith(`${instruction} `))

describe('docker-compose.yml', () => {
  test('Meilisearch is pinned, production, checked, and tells nobody about itself', () => {
    expect(meilisearch.image).toBe('getmeili/meilisearch:v1.50.0')
    expect(meilisearch.environment).toMatchObject({
      MEILI_ENV: 'production',
      MEILI_NO_ANALYTICS: 'true',
    })
    expect(meilisearch.healthcheck.test?.join(' ')).toContain('/health')
    // Only the gateway is reached from outside, and from this machine.
    expect(meilisearch.ports).toEqual([])
    expect(gateway.ports).toEqual([expect.stringMatching(/^127\.0\.0\.1:/)])
  })

  test('the master key comes from a file, to Meilisearch and the set-up alone', () => {
    const holders = Object.entries(services).filter(([, service]) => service.secrets.length > 0)
    expect(holders.map(([name]) => name)).toEqual(['meilisearch-setup', 'meilisearch'])
    const told = JSON.stringify(Object.values(services).map(({ environment }) => environment))
    expect(told).not.toContain('MEILI_MASTER_KEY"')
    expect(setup.environment.MEILI_MASTER_KEY_FILE).toBe('/run/secrets/meilisearch-master-key')
    // `$$`: compose leaves it to the shell of the container.
    expect(meilisearch.command?.at(-1)).toContain('"$$(cat /run/secrets/meilisearch-master-key)"')
    expect(JSON.stringify(gateway)).not.toContain('master')
  })

  test('the set-up ends before the gateway starts, which reads the keys that it has made', () => {
    expect(setup.command).toEqual(['meilisearch', 'setup'])
    expect(setup.restart).toBe('no')
    expect(setup.depends_on.meilisearch?.condition).toBe('service_healthy')
    expect(gateway.depends_on['meilisearch-setup']?.condition).toBe(
      'service_completed_successfully',
    )
    expect(gateway.healthcheck.test?.join(' ')).toContain('/ready')
    expect(gateway.environment.MEILI_KEYS_FILE).toBe(setup.environment.MEILI_KEYS_FILE)
    expect(gateway.environment.MEILI_URL).toBe(setup.environment.MEILI_URL)
    expect(setup.volumes).toContain('keys:/keys')
    expect(gateway.volumes).toContain('keys:/keys:ro')
    expect(gateway.environment.MEILI_KEYS_FILE).toMatch(/^\/keys\//)
  })

  test('the gateway knows every variable that it is given, and every volume is declared', () => {
    const given = [gateway, setup].flatMap(({ environment }) => Object.keys(environment))
    expect(given.filter((name) => !variableNames.includes(name))).toEqual([])
    const used = Object.values(services)
      .flatMap((service) => service.volumes.map((volume) => volume.split(':')[0] ?? ''))
      .filter((name) => !name.startsWith('.'))
    expect([...new Set(used)].sort()).toEqual(Object.keys(volumes).sort())
  })

  test('the file of the master key is made by one line, and is neither in git nor in the image', () => {
    const { file } = secrets['meilisearch-master-key']
    const path = file.replace('./', '')
    const line = `install -d -m 700 secrets && (umask 022; openssl rand -hex 32 > ${path})`
    expect(read('docker-compose.yml')).toContain(line)
    expect(read('README.md')).toContain(line)
    expect(read('.gitignore').split('\n')).toContain('secrets/')
    expect(read('.dockerignore')).not.toContain('secrets/')
  })
})

describe('Dockerfile', () => {
  test('has stages on the Node that the project wants, and leaves out what only development needs', () => {
    const stages = words('FROM')
    expect(stages).toHaveLength(2)
    const wanted = Number(/\d+/.exec(manifest.engines.node)?.[0])
    for (const stage of stages) expect(stage).toContain(`node:${wanted}-slim`)
    expect(words('RUN').join()).toContain('npm ci --omit=dev')
  })

  test('runs as somebody who is not root, who owns what is written', () => {
    const user = instructions.indexOf('USER node')
    expect(user).toBeGreaterThan(instructions.findIndex((line) => line.startsWith('RUN ln')))
    expect(instructions.slice(user).some((line) => line.startsWith('RUN'))).toBe(false)
    expect(words('RUN').join()).toContain('chown node:node /data /keys')
    expect(words('VOLUME')).toEqual(['VOLUME /data'])
    expect(gateway.volumes).toContain('catalogue:/data')
  })

  test('its health check is a command that Node understands', () => {
    const check = words('HEALTHCHECK').join().split('CMD ')[1] ?? ''
    const [node, e, script = ''] = JSON.parse(check) as string[]
    expect([node, e]).toEqual(['node', '-e'])
    expect(script).toContain('/health')
    const compose = gateway.healthcheck.test ?? []
    expect(compose.slice(0, 3)).toEqual(['CMD', 'node', '-e'])
    for (const code of [script, compose[3] ?? '']) {
      // Nobody listens: it ends with 1, instead of failing to compile.
      const env = { PORT: '1', PATH: process.env.PATH }
      const ended = () =>
        execFileSync(process.execPath, ['-e', code.replace(':4000', ':1')], { env, stdio: 'pipe' })
      expect(ended).toThrowError(expect.objectContaining({ status: 1, stderr: Buffer.of() }))
    }
  })

  test('copies what the program reads, and the environment has only variables that it knows', () => {
    const copied = words('COPY')
      .filter((line) => !line.includes('--from'))
      .flatMap((line) => line.split(' ').slice(1, -1))
    expect(copied.filter((path) => !existsSync(`${root}/${path}`))).toEqual([])
    expect(copied).toEqual(expect.arrayContaining(['schema', 'src', 'connectors', 'package.json']))
    const ignored = read('.dockerignore').split('\n')
    expect(ignored).toContain('*')
    expect(copied.filter((path) => !ignored.includes(`!${path}`))).toEqual([])
    const given = [
      ...words('ENV')
        .join()
        .matchAll(/([A-Z_]+)=/g),
    ].map(([, name = '']) => name)
    expect(given.length).toBeGreaterThan(3)
    expect(given.filter((name) => !variableNames.includes(name))).toEqual([])
  })
})
