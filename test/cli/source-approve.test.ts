import { PassThrough } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { ask } from '../gateway/ask.ts'
import { ownerSubject } from '../gateway/catalogue.ts'
import { openRegistrable, type Registrable, upstreamToken } from '../gateway/registrable.ts'
import { command, run } from '../support/run.ts'
import { operatorToken, ownerToken, type Served, shellsOf, viewerOf } from './served.ts'

type Waiting = Registrable & Pick<Served, 'url' | 'shell' | 'as'>

/** A gateway that listens, where `mine` waits to be approved. */
async function waiting(): Promise<Waiting> {
  const world = await openRegistrable({ viewerOf })
  const options = { ...world.options, limit: 50 }
  const secrets = { token: upstreamToken }
  const input = { id: 'mine', type: 'shelf', title: 'My\u001b[2J shelf', options, secrets }
  const register =
    'mutation ($input: SourceInput!) { done: registerSource(input: $input) { problems { code } } }'
  const { data } = await ask(world.service, register, { input }, asOwner)
  expect(data.done.problems).toEqual([])
  return { ...world, ...shellsOf(await world.service.listen(0)) }
}

const asOwner = { authorization: `Bearer ${ownerToken}` }

async function change(world: Waiting, limit: number): Promise<void> {
  const update =
    'mutation ($patch: SourcePatch!) { done: updateSource(id: "mine", patch: $patch) { problems { code } } }'
  const patch = { options: { ...world.options, limit } }
  const { data } = await ask(world.service, update, { patch }, asOwner)
  expect(data.done.problems).toEqual([])
}

async function standing({ store }: Waiting): Promise<[number | undefined, boolean]> {
  const [source] = await store.registeredSources()
  return [source?.revision, source?.approvedAt != null]
}

describe('source approve', { timeout: 60_000 }, () => {
  test('asks no owner: it is not theirs to approve', async () => {
    const world = await waiting()
    for (const more of [[], ['--revision', '1']]) {
      const ended = await command(['source', 'approve', 'mine', ...more], world.shell, '1\n')
      expect(ended).toMatchObject({ code: 1, out: '', err: expect.stringContaining('FORBIDDEN') })
      expect(ended.err).not.toContain('Revision')
    }
    expect(await standing(world)).toEqual([1, false])
  })

  test('approves nothing without an answer, nor with another number', async () => {
    const world = await waiting()
    const shell = world.as(operatorToken)
    const approve = (typed: string | null) => command(['source', 'approve', 'mine'], shell, typed)
    const ends = await Promise.all([approve(null), approve('yes\n'), approve('2\n')])
    expect(ends.map(({ code }) => code)).toEqual([2, 130, 130])
    expect(ends[1]?.err).toContain('nothing was approved')
    expect(await standing(world)).toEqual([1, false])
  })

  test('shows what it is about to approve, without secrets, and approves that', async () => {
    const world = await waiting()
    const ended = await command(['source', 'approve', 'mine'], world.as(operatorToken), '1\n')
    expect(ended, ended.err).toMatchObject({ code: 0, out: 'mine is approved (pending).\n' })
    const origin = new URL(world.standin.url).origin
    for (const line of [
      /^Source +My \[2J shelf \(mine\)$/m,
      /^Type +shelf$/m,
      new RegExp(`^Read at +${origin}$`, 'm'),
      new RegExp(`^Options +baseUrl = "${origin}/api"\\n +limit = 50$`, 'm'),
      /^Secrets +token$/m,
      new RegExp(`^Owners +${ownerSubject}$`, 'm'),
      /^Revision +1$/m,
    ]) {
      expect(ended.err).toMatch(line)
    }
    expect(ended.out + ended.err).not.toContain(upstreamToken)
    expect(await standing(world)).toEqual([1, true])
    // Nothing is left to be asked.
    const again = await command(['source', 'approve', 'mine'], world.as(operatorToken))
    expect(again).toMatchObject({ code: 0, err: expect.stringMatching(/Revision +1, approved/) })
  })

  test('approves nothing that its owner has changed since it was shown', async () => {
    const world = await waiting()
    await change(world, 60)
    const approve = (revision: string) =>
      command(
        ['source', 'approve', 'mine', '--revision', revision, '--json'],
        world.as(operatorToken),
      )
    const stale = await approve('1')
    expect(stale).toMatchObject({ code: 1, err: '' })
    expect(JSON.parse(stale.out).approveSource).toMatchObject({
      ...{ source: null, problems: [{ code: 'CONFLICT', path: 'revision' }] },
    })
    expect(await standing(world)).toEqual([2, false])
    const now = await approve('2')
    expect(now.code).toBe(0)
    expect(JSON.parse(now.out).approveSource.source).toMatchObject({
      ...{ revision: 2, awaitsApproval: false },
    })
  })

  test('passes on the revision that was shown, whatever comes before the answer', async () => {
    const world = await waiting()
    const typed = new PassThrough()
    const words = ['source', 'approve', 'mine']
    const running = run('src/cli/main.ts', words, world.as(operatorToken), typed)
    await running.says(/Type its revision/)
    await change(world, 60)
    typed.end('1\n')
    expect(await running.ended).toBe(1)
    expect(running.err()).toMatch(/CONFLICT {2}revision: .*is 2 now/)
    expect(await standing(world)).toEqual([2, false])
  })
})
