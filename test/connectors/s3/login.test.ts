import { expect, test } from 'vitest'
import s3 from '../../../connectors/s3/index.ts'
import { sampleLogin } from '../../../connectors/s3/standin.ts'
import { createHttpClient } from '../../../src/sdk/index.ts'
import { bucket, objects, world } from './world.ts'

/** Logs in to the service of a world with these answers. */
async function loggedIn(url: string, answers: Record<string, string>): Promise<string> {
  const options = s3.options.parse({
    places: [
      { bucket: 'data', endpoint: url, region: 'us-east-1' },
      { bucket: 'other', endpoint: url, region: 'us-east-1', requesterPays: true },
    ],
  })
  const http = createHttpClient({
    origins: s3.origins(options),
    policy: { ...s3.http },
    allowPrivateAddresses: true,
  })
  try {
    const signal = new AbortController().signal
    const token = await s3.login?.run({ options, credentials: null, answers, http, signal })
    return token ?? ''
  } finally {
    await http.close()
  }
}

const held = [
  bucket(objects({ 'a.csv': 1 }), { isPublic: false }),
  { ...bucket(objects({ 'b.csv': 1 }), { isPublic: false, requesterPays: true }), name: 'other' },
]

test('s3: a login tries the keys on every place and leaves them for the gateway to seal', async () => {
  const { service, asked } = await world(held)
  expect(JSON.parse(await loggedIn(service.url, { ...sampleLogin }))).toEqual(sampleLogin)
  expect(asked()).toEqual(['LIST /data/ ', 'LIST /other/ '])
})

test('s3: keys that are wrong, missing or not good for one of the places are no login, and are not told', async () => {
  const { service } = await world([
    held[0] ?? bucket([]),
    { ...bucket(objects({ 'b.csv': 1 }), { isPublic: false, keys: [] }), name: 'other' },
  ])
  const wrong = { ...sampleLogin, secretAccessKey: 'planted-wrong-secret' }
  for (const answers of [wrong, { accessKeyId: 'only' }, { ...sampleLogin }]) {
    const refusal = await loggedIn(service.url, answers).catch((thrown) => thrown)
    expect(refusal.code).toMatch(/^SOURCE_(?:REFUSED|FORBIDDEN)$/)
    expect(`${refusal.message}`).not.toContain('planted')
  }
})

test('s3: the secret is asked for unseen', () => {
  const questions = s3.login?.questions(s3.options.parse({ places: [{ bucket: 'data' }] })) ?? []
  expect(questions.map(({ name, isSecret }) => [name, isSecret])).toEqual([
    ['accessKeyId', false],
    ['secretAccessKey', true],
    ['sessionToken', true],
  ])
})
