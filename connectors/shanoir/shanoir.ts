import { z } from 'zod'
import type { HttpClient, HttpHead, HttpRequest } from '#sdk'
import { GatewayError } from '#sdk'
import { Page, type SearchPage } from './search.ts'
import type { Session } from './session.ts'
import { Agreement, Card, Light, Members, Rights, Statistics, Subject } from './wire.ts'

/** The routes of a server below `/shanoir-ng` that a harvest asks. Empty lists come as status 204. */
export interface Shanoir {
  /** Cards of the studies that everybody may know of. Asked without a login. */
  publicStudies(): Promise<Card[]>
  /** Sums over the whole server, for everybody; null when it has none. */
  statistics(): Promise<Statistics | null>
  /** Cards of the studies whose data the account may see. */
  studies(): Promise<Card[]>
  /** Rights by number of the study, also of those that nothing comes of. */
  rights(): Promise<ReadonlyMap<number, readonly unknown[]>>
  /** Data user agreements that the account has not accepted. */
  pendingAgreements(): Promise<Agreement[]>
  /** A page of the index. */
  search(request: SearchRequest): Promise<SearchPage>
  /** Acquired datasets of a study, as its database counts them, of all centres. */
  countDatasets(study: number): Promise<number>
  /** Centres that the account is limited to in a study; none: it is not. */
  ownCenters(study: number): Promise<readonly number[]>
  /** Datasets of a study that were acquired at one of these centres. */
  countAt(study: number, centers: readonly number[]): Promise<number>
  subjects(study: number): Promise<Subject[]>
  /** Species of an animal; null when the server does not say it to this account. */
  specie(subject: number): Promise<string | null>
}

export interface SearchRequest {
  /** In the language of the index (Lucene). */
  text: string
  size: number
  /** Fields whose values are to be counted. */
  facets: readonly string[]
}

const perFacet = 100

/** A 500 that says what failed is a fault of the request as often as one that passes. */
function isLasting({ status, headers }: HttpHead): boolean {
  return status === 500 && /json/i.test(headers['content-type'] ?? '')
}

export function createShanoir(http: HttpClient, root: string, session: Session | null): Shanoir {
  const base = `${root}/shanoir-ng`

  /** With the account's login, or, where it has none, without. */
  function json<T>(path: string, shape: z.ZodType<T>, request: HttpRequest = {}): Promise<T> {
    const send = (more: HttpRequest) =>
      http.json(`${base}${path}`, shape, {
        ...request,
        ...more,
        headers: { ...request.headers, ...more.headers },
        isLasting,
      })
    return session === null ? send({}) : session.read(send)
  }

  function open<T>(path: string, shape: z.ZodType<T>, whenNoContent: unknown): Promise<T> {
    // A login that is not good closes what is open to everybody.
    return http.json(`${base}${path}`, shape, { whenNoContent, isLasting })
  }

  const list = <T>(shape: z.ZodType<T>) => z.array(shape)
  const orEmpty = { whenNoContent: [] }

  return {
    publicStudies: () => open('/studies/studies/public/data', list(Card), []),
    statistics: () => open('/datasets/datasets/overallStatistics', Statistics.nullable(), null),
    studies: () => json('/studies/studies/light', list(Card), orEmpty),
    rights: () =>
      json('/studies/studies/rights/all', Rights, {
        // The route is declared for requests of this type, though they have no body.
        headers: { 'content-type': 'application/json' },
        whenNoContent: {},
      }),
    pendingAgreements: () => json('/studies/studies/dua', list(Agreement), orEmpty),
    search({ text, size, facets }) {
      const paging = { pageNumber: 1, pageSize: perFacet, facetOrder: 'INDEX' }
      const facetPaging = Object.fromEntries(facets.map((field) => [field, paging]))
      return json(`/datasets/solr?page=0&size=${size}&sort=id,ASC`, Page, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ expertMode: true, searchText: text, facetPaging }),
        idempotent: true,
      })
    },
    countDatasets: (study) =>
      json(`/datasets/datasets/study/nb-datasets/${study}`, z.int().nonnegative()),
    async ownCenters(study) {
      const own = await session?.userId()
      const { studyUserList } = await json(`/studies/studies/${study}`, Members)
      return studyUserList?.find(({ userId }) => userId === own)?.centerIds ?? []
    },
    async countAt(study, centers) {
      const all = await json(`/datasets/datasets/study/${study}`, list(Light), orEmpty)
      return all.filter(({ centerId }) => centerId != null && centers.includes(centerId)).length
    },
    // Left out, only clinical subjects are given; the word null is for both.
    subjects: (study) =>
      json(`/studies/subjects/${study}/allSubjects?preclinical=null`, list(Subject), orEmpty),
    async specie(subject) {
      try {
        const shape = z.object({ specie: z.object({ value: z.string().nullish() }).nullish() })
        const animal = await json(`/preclinical/subject/${subject}`, shape, { whenNoContent: {} })
        return animal.specie?.value?.trim() || null
      } catch (thrown) {
        // Not there, or not for this account.
        if (thrown instanceof GatewayError && thrown.code === 'ANSWER_INVALID') return null
        throw thrown
      }
    },
  }
}
