import { describe, expect, test } from 'vitest'
import { createCookieJar } from '../../src/sdk/index.ts'

const now = new Date('2026-01-01T00:00:00Z')

function jarWith(...headers: string[]) {
  const jar = createCookieJar()
  for (const header of headers) jar.take({ 'set-cookie': header }, now)
  return jar
}

describe('cookie jar', () => {
  test('has no header while it is empty, and none after an answer without cookies', () => {
    const jar = createCookieJar()
    jar.take({}, now)
    expect([jar.header(), jar.get('a')]).toEqual([null, null])
  })

  test('keeps several cookies of one answer, joined as they come, dates and quotes included', () => {
    const jar = jarWith(
      'JSESSIONID=AB12; Path=/; HttpOnly, ROUTE=.2; Expires=Wed, 21 Oct 2026 07:28:00 GMT, UNTIL="17,18"; Version=1',
    )
    expect(jar.header()).toBe('JSESSIONID=AB12; ROUTE=.2; UNTIL="17,18"')
  })

  test('takes a new value for an old one, and drops what is taken back', () => {
    const jar = jarWith(
      'a=1, b=2, c=3',
      'a=4, b=; Max-Age=0',
      'c=x; expires=Thu, 01 Jan 1970 00:00:00 GMT',
    )
    expect(jar.header()).toBe('a=4')
  })

  test('passes over what is no cookie', () => {
    expect(jarWith('nonsense', '=5', ', ,').header()).toBeNull()
  })

  test('keeps an equals sign of a value', () => {
    const jar = jarWith('token=YQ==')
    jar.set('other', 'b')
    expect([jar.get('token'), jar.header()]).toEqual(['YQ==', 'token=YQ==; other=b'])
  })
})
