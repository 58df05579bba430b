import { toGatewayError, type Viewer } from '../model/index.ts'
import type { QueryVectors } from './embed/query-vectors.ts'
import type { GivenVector } from './forward/vectors.ts'
import type { SearchIndex, SearchReader, SearchWarning, VectorRequest } from './search-index.ts'

type Wanting = 'search' | 'matches' | 'facetValues' | 'whyNot'

/**
 * The reads of an index that want a query's vector, with vectors from a server. Without one a query is ranked by its words
 * alone, and a search says so.
 */
export function withQueryVectors(
  index: Pick<SearchIndex, 'modelWanted' | Wanting>,
  vectors: QueryVectors,
): Pick<SearchReader, Wanting> {
  async function vectorFor(
    viewer: Viewer,
    request: VectorRequest,
  ): Promise<{ given: GivenVector | null; warnings: SearchWarning[] }> {
    if (index.modelWanted(viewer, request) === null) return { given: null, warnings: [] }
    try {
      return { given: await vectors.of(request.query), warnings: [] }
    } catch (thrown) {
      const { code } = toGatewayError(thrown)
      const message = 'The embedder gave no vector for the query: it is ranked by words alone.'
      return { given: null, warnings: [{ code, argument: null, message }] }
    }
  }

  return {
    async search(viewer, request) {
      const { given, warnings } = await vectorFor(viewer, request)
      const result = await index.search(viewer, request, given)
      return { ...result, warnings: [...result.warnings, ...warnings] }
    },
    async matches(viewer, request) {
      const { given } = await vectorFor(viewer, request)
      return index.matches(viewer, request, given)
    },
    async facetValues(viewer, request) {
      const { given } = await vectorFor(viewer, request)
      return index.facetValues(viewer, request, given)
    },
    async whyNot(viewer, request, id) {
      const { given } = await vectorFor(viewer, request)
      return index.whyNot(viewer, request, id, given)
    },
  }
}
