import { describe, expect, test } from 'vitest'
import { code, type StoreInUse } from '../samples.ts'

const noon = '2026-05-01T12:00:00.000Z'

function token(number: number, changes: object = {}) {
  return {
    id: `tok_${String(number).padStart(12, '0')}`,
    hash: String(number).padStart(64, '0'),
    subject: 'ann',
    role: 'reader',
    groups: ['lab'],
    note: null,
    expiresAt: null,
    ...changes,
  } as const
}

export function testAccessTokens(use: StoreInUse): void {
  describe('tokens', () => {
    const found = async (number: number, now = noon) =>
      (await use.store.accessTokenByHash(token(number).hash, now))?.id ?? null

    test('a token that is not known, revoked or expired: is none', async () => {
      await use.store.addAccessToken(token(1), 'operator')
      const expiring = token(2, { expiresAt: '2026-05-01T14:00:00+02:00' })
      await use.store.addAccessToken(expiring, 'operator')
      await use.store.addAccessToken(token(3, { expiresAt: 'some day' }), 'operator')
      expect(await use.store.accessTokenByHash('0'.repeat(64), noon)).toBeNull()
      expect(await use.store.accessTokenByHash('', noon)).toBeNull()
      expect(await found(2, '2026-05-01T11:59:59.999Z')).toBe(expiring.id)
      expect(await found(2)).toBeNull()
      expect(await found(3)).toBeNull()
      expect(await found(1)).toBe(token(1).id)
      expect(await use.store.revokeAccessToken(token(1).id, 'operator')).toBe(true)
      expect(await found(1)).toBeNull()
      expect(await use.store.revokeAccessToken(token(1).id, 'operator')).toBe(false)
      expect(await use.store.revokeAccessToken('tok_nobody', 'operator')).toBe(false)
    })

    test('tokens: the same id or hash is taken once', async () => {
      await use.store.addAccessToken(token(1), 'operator')
      expect(await code(use.store.addAccessToken(token(1), 'operator'))).toBe('CONFLICT')
      const same = token(2, { hash: token(1).hash, role: 'operator' })
      expect(await code(use.store.addAccessToken(same, 'operator'))).toBe('CONFLICT')
      expect(await use.store.accessTokens()).toMatchObject([{ id: token(1).id, role: 'reader' }])
    })

    test('tokens: are listed newest first, after a restart too, and nowhere is their hash told', async () => {
      const made = await use.store.addAccessToken(token(1, { note: 'for the lab' }), 'operator')
      await use.store.addAccessToken(token(2), 'operator')
      await use.store.revokeAccessToken(token(1).id, 'operator')
      await use.reopen()
      const all = await use.store.accessTokens()
      expect(all.map(({ id }) => id)).toEqual([token(2).id, token(1).id])
      expect(all[1]).toEqual({ ...made, revokedAt: expect.stringMatching(/Z$/) })
      expect(made).toMatchObject({ note: 'for the lab', groups: ['lab'], lastUsed: null })
      const { entries } = await use.store.audit({ sources: null, first: 50, before: null })
      expect(JSON.stringify([all, entries])).not.toContain(token(1).hash)
      expect(JSON.stringify(entries)).not.toContain('for the lab')
    })

    test('the day of its use: is the last one, also when an earlier one is told later', async () => {
      await use.store.addAccessToken(token(1), 'operator')
      for (const day of ['2026-05-01', '2026-05-02', '2026-05-01']) {
        await use.store.noteTokenUse(token(1).id, day)
      }
      await use.store.noteTokenUse('tok_nobody', '2026-05-01')
      expect(await use.store.accessTokens()).toMatchObject([{ lastUsed: '2026-05-02' }])
    })
  })
}
