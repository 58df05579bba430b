import { describe, expect, test } from 'vitest'
import shanoir from '../../../connectors/shanoir/index.ts'
import { misbehaviours, planted, studyIds } from '../../../connectors/shanoir/standin.ts'
import { pseudonymsOf } from '../../../src/harvest/pseudonyms.ts'
import { tracesOf } from '../try-site.ts'
import { withSite } from './read-shanoir.ts'

describe('shanoir: nothing of a person', () => {
  test('is kept, logged or told, wherever the server sends it', async () => {
    await withSite(
      { source: { comments: false }, quirks: { plantsComments: true } },
      async (one) => {
        expect((await one.harvest()).state).toBe('SUCCEEDED')
        const all = await tracesOf(one)
        const words = one.site.personal()
        expect(words.length).toBeGreaterThan(Object.keys(planted).length)
        expect(words.filter((word) => all.includes(word))).toEqual([])
      },
    )
  })

  test('is told by an error, whatever the server says in it', { timeout: 60_000 }, async () => {
    await withSite({ source: { studies: [studyIds.open] } }, async (one) => {
      await one.harvest()
      for (const how of misbehaviours) {
        for (const route of ['/solr', '/light', '/allSubjects']) {
          const order = one.site.misbehave({ how, match: ({ path }) => path.endsWith(route) })
          await one.harvest()
          order.remove()
        }
      }
      one.site.faults.add({ kind: 'drift' })
      await one.harvest()
      const all = await tracesOf(one)
      expect(one.site.personal().filter((word) => all.includes(word))).toEqual([])
    })
  })

  test('stands in names that were given after a subject: there its pseudonym takes its place', async () => {
    await withSite({ source: { studies: [studyIds.open] } }, async (one) => {
      const [dataset] = one.site
        .readable('mharvest')
        .datasets.map((id) => one.site.world.datasets.get(id))
      if (dataset === undefined) throw new Error('there is no dataset')
      const subject = one.site.world.subjects.get(dataset.subjectId)?.name ?? ''
      one.site.upstream.changeDataset(dataset.id, {
        name: `T1_${subject.toUpperCase()}_run1`,
        tags: [`of ${subject}`],
      })
      await one.harvest()
      const { record } = (await one.held()).get(`dataset:${dataset.id}`) ?? {}
      expect(JSON.stringify(record)).not.toMatch(new RegExp(subject, 'i'))
      expect(record?.title).toMatch(/^T1_[0-9a-f]{16}_run1$/)
      // And all that is of this subject is found by it.
      const word = record?.keywords.find((keyword) => keyword.startsWith('subject '))
      const own = [...(await one.held()).values()].filter(({ record: { keywords } }) =>
        keywords.includes(word ?? ''),
      )
      expect(own.length).toBeGreaterThan(3)
    })
  })

  test('is in a row once it went through its shape', () => {
    const secret = 'zqSecretzq'
    const row = {
      datasetId: 1,
      subjectName: secret,
      username: secret,
      birthDate: [1970, 1, 2],
      subjectId: 4711,
      identifier: secret,
      study: {
        id: 2,
        isPublic: false,
        membership: 'member',
        mayDownload: false,
        needsAgreement: null,
        studyUserList: [{ userName: secret }],
      },
      subject: null,
      examinationDate: '1999-12-31',
    }
    const kept = JSON.stringify(shanoir.rows.dataset.parse(row))
    for (const word of [secret, '4711', '1970', '12-31']) expect(kept).not.toContain(word)
    const card = {
      id: 2,
      isPublic: true,
      membership: 'none',
      mayDownload: false,
      needsAgreement: null,
      contents: null,
      profile: { profileName: secret },
      protocolFilePaths: [secret],
      extraDetails: { principalInvestigator: secret },
    }
    expect(JSON.stringify(shanoir.rows.study.parse(card))).not.toContain(secret)
  })
})

test('a pseudonym is the same for a name of one source and installation, and another elsewhere', () => {
  const pseudonym = pseudonymsOf('one', 'key')
  expect(pseudonym('Anna')).toBe(pseudonymsOf('one', 'key')('Anna'))
  expect(pseudonym('Anna')).toMatch(/^[0-9a-f]{16}$/)
  const others = [
    pseudonym('Bert'),
    pseudonymsOf('two', 'key')('Anna'),
    pseudonymsOf('one', 'yek')('Anna'),
  ]
  for (const other of others) expect(other).not.toBe(pseudonym('Anna'))
})
