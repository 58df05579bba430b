import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import { redacted, S3Login, s3Credentials } from '#sdk'
import { rejection } from '../upstream.ts'

const folder = mkdtempSync(join(tmpdir(), 'atlas-s3-login-'))
afterAll(() => rmSync(folder, { recursive: true }))

function file(contents: string): string {
  const path = join(folder, `file-${Math.random().toString(36).slice(2)}`)
  writeFileSync(path, contents)
  return path
}

describe('S3 login', () => {
  test.each([
    ['nothing', {}],
    ['half a pair', { accessKeyId: 'VALUE' }],
    ['the other half', { secretAccessKey: 'VALUE' }],
    ['a token alone', { sessionToken: 'VALUE' }],
    ['keys and a profile', { accessKeyId: 'VALUE', secretAccessKey: 'VALUE', profile: 'VALUE' }],
    ['a file alone', { file: 'VALUE' }],
    ['an empty key', { accessKeyId: '', secretAccessKey: 'VALUE' }],
    ['a misspelt name', { accessKeyID: 'VALUE', secretAccessKey: 'VALUE' }],
  ])('%s is refused, and the value not told', async (_what, login) => {
    const parsed = S3Login.safeParse(login)
    expect(parsed.success).toBe(false)
    expect(inspect(parsed.error, { depth: 9 })).not.toContain('VALUE')
    const error = await rejection(s3Credentials(login))
    expect(error).toMatchObject({ code: 'CONFIG_INVALID' })
    expect(inspect(error, { depth: 9 })).not.toContain('VALUE')
  })

  test('keys are what they are, and none are none', async () => {
    expect(await s3Credentials(null)).toBeNull()
    const keys = await s3Credentials({ accessKeyId: 'id', secretAccessKey: 'secret' })
    expect([keys?.accessKeyId, keys?.secretAccessKey, keys?.sessionToken]).toEqual([
      'id',
      'secret',
      null,
    ])
    const login = { accessKeyId: 'id', secretAccessKey: 'secret', sessionToken: 'token' }
    expect((await s3Credentials(S3Login.parse(login)))?.sessionToken).toBe('token')
  })

  test('nothing that shows an object shows keys', async () => {
    const login = { accessKeyId: 'SHOWN', secretAccessKey: 'SHOWN', sessionToken: 'SHOWN' }
    const keys = await s3Credentials(login)
    const shown = [
      inspect(keys, { showHidden: true, depth: 9 }),
      inspect({ keys }, { customInspect: false }),
      JSON.stringify({ keys }),
      JSON.stringify(redacted({ keys, list: [keys] })),
      JSON.stringify({ ...keys }),
    ]
    expect(shown.join()).not.toContain('SHOWN')
  })

  test('a profile is found as credentials and as config files have it, and read anew each time', async () => {
    const path = file(`
[default]
aws_access_key_id = other
aws_secret_access_key = other

# a comment
[lab]   ; another
aws_access_key_id=id
aws_secret_access_key =  sec/ret+=
aws_session_token = token
s3 =
  aws_access_key_id = nested
[other]
aws_access_key_id = other
`)
    const keys = await s3Credentials({ profile: 'lab', file: path })
    expect([keys?.accessKeyId, keys?.secretAccessKey, keys?.sessionToken]).toEqual([
      'id',
      'sec/ret+=',
      'token',
    ])
    writeFileSync(
      path,
      '[profile lab]\r\naws_access_key_id = new\r\naws_secret_access_key = new\r\n',
    )
    expect((await s3Credentials({ profile: 'lab', file: path }))?.accessKeyId).toBe('new')
  })

  test('a profile that is not there or has no keys is told, and no file named', async () => {
    const path = file('[role]\nrole_arn = VALUE\ncredential_process = VALUE\n')
    for (const [login, message] of [
      [{ profile: 'lab', file: join(folder, 'VALUE') }, /cannot be read/],
      [{ profile: 'VALUE', file: path }, /none of that name/],
      [{ profile: 'role', file: path }, /no keys of its own/],
    ] as const) {
      const error = await rejection(s3Credentials(login))
      expect(error).toMatchObject({
        code: 'CONFIG_INVALID',
        message: expect.stringMatching(message),
      })
      expect(inspect(error)).not.toContain('VALUE')
    }
  })
})
