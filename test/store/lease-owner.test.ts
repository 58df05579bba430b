import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { hostname } from 'node:os'
import { expect, test } from 'vitest'
import { leaseOwner } from '../../src/store/index.ts'
import { isDead, processMark } from '../../src/store/lease-owner.ts'

test('lease owner: a living process of this machine is not dead, and no two owners are the same', () => {
  const owner = leaseOwner()
  expect(isDead(owner, processMark(owner))).toBe(false)
  expect(leaseOwner()).not.toBe(owner)
})

test('lease owner: a process that has ended is dead', async () => {
  const child = spawn(process.execPath, ['-e', ''])
  const owner = `${hostname()}:${child.pid}:abc`
  const mark = processMark(owner)
  await once(child, 'exit')
  expect(isDead(owner, mark)).toBe(true)
})

test('lease owner: of a process elsewhere, or of an unknown form, nothing is known', () => {
  for (const owner of ['elsewhere:1:abc', `${hostname()}#1#abc`, 'me']) {
    expect(processMark(owner)).toBeNull()
    expect(isDead(owner, null)).toBe(false)
  }
})

test.runIf(process.platform === 'linux')(
  'lease owner: a later process with the same number is not the one that took the lease',
  () => {
    // In a container the gateway is process 1 before and after it is killed.
    expect(isDead(leaseOwner(), '12345')).toBe(true)
  },
)
