import { z } from 'zod'
import { GatewayError } from '#sdk'

/** A dataset as the index has it; only what it is found by is looked at here. */
export const IndexDocument = z.looseObject({
  datasetId: z.int().nonnegative(),
  studyId: z.int(),
  processed: z.boolean().nullish(),
  examinationId: z.int().nullish(),
  subjectId: z.int().nullish(),
  subjectName: z.string().nullish(),
})
export type IndexDocument = z.output<typeof IndexDocument>

const FacetPage = z.object({
  content: z
    .array(
      z.object({
        field: z.object({ name: z.string() }).nullish(),
        key: z.object({ name: z.string() }).nullish(),
        value: z.string().nullish(),
        valueCount: z.number().nullish(),
      }),
    )
    .nullish(),
})

/** A page of the index, as Spring pages. */
export const Page = z.object({
  totalElements: z.int().nonnegative(),
  content: z.array(IndexDocument),
  facetResultPages: z.array(FacetPage.nullish()).nullish(),
})
export type SearchPage = z.output<typeof Page>

/** Values of a facet that something has, in capital letters: the index gives them in small ones. */
export function facetValues({ facetResultPages }: SearchPage, field: string): string[] {
  // Fields without a value are left out, so that places tell nothing.
  const counted = (facetResultPages ?? []).flatMap((page) => page?.content ?? [])
  const values = counted.flatMap(({ field: own, key, value, valueCount }) => {
    const isOf = (own?.name ?? key?.name) === field
    return isOf && value != null && value !== '<none>' && (valueCount ?? 1) > 0
      ? [value.toUpperCase()]
      : []
  })
  return [...new Set(values)].sort()
}

/** What is asked of the index: the datasets of a study after one, in the order of their numbers. */
export function searchText(study: number, after: number, importedSince: string | null): string {
  const imported = importedSince === null ? '' : ` AND importDate:[${importedSince}T00:00:00Z TO *]`
  return `studyId:${study}${imported} AND datasetId:{${after} TO *]`
}

/**
 * Holds a page to what was asked for.
 *
 * @throws {GatewayError} `ANSWER_INVALID` when it has other datasets, in another order, or none although there are some.
 */
export function checkPage({ content, totalElements }: SearchPage, study: number, after: number) {
  let last = after
  for (const { datasetId, studyId } of content) {
    if (studyId !== study) throw invalid('The source found datasets of another study.')
    if (datasetId <= last) throw invalid('The source gave datasets out of their order, or twice.')
    last = datasetId
  }
  if (content.length === 0 && totalElements > 0) {
    throw invalid('The source found datasets that it does not give.')
  }
  if (content.length > totalElements) {
    throw invalid('The source gave more datasets than it says that it found.')
  }
}

export function invalid(message: string): GatewayError {
  return new GatewayError('ANSWER_INVALID', { message })
}
