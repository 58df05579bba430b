import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValidationRule,
} from 'graphql'
import { requestError } from './errors.ts'

/** Bounds of one request. The schema's description of `TOO_COSTLY` states them. */
export const limits = {
  /** Fields inside fields. Introspection has bounds of its own, in graphql-js. */
  depth: 12,
  /** Aliases in the whole operation, those of a fragment counted at each use. */
  aliases: 30,
  /** Lexical tokens of the query. */
  tokens: 4_000,
  /** Bytes of the request's body. */
  body: 256 * 1024,
  /** See `cost.ts`. */
  cost: 10_000,
} as const

interface Size {
  depth: number
  aliases: number
}

/** Refuses operations that are deeper, or have more aliases, than `limits` allow. */
export const sizeRule: ValidationRule = (context) => {
  const sizes = new Map<SelectionSetNode, Size>()
  return {
    OperationDefinition(operation) {
      const size = sizeOf(operation.selectionSet, context.getDocument(), sizes, new Set())
      for (const kind of ['depth', 'aliases'] as const) {
        if (size[kind] <= limits[kind]) continue
        context.reportError(tooCostly(kind, limits[kind], operation))
      }
      return undefined
    },
  }
}

/**
 * Size of a selection with its fragments expanded. Each selection is measured once, so that fragments which double
 * one another cost no more than they are long.
 */
function sizeOf(
  selection: SelectionSetNode,
  document: DocumentNode,
  sizes: Map<SelectionSetNode, Size>,
  open: Set<SelectionSetNode>,
): Size {
  const known = sizes.get(selection)
  if (known) return known
  // A fragment inside itself: another rule refuses it.
  if (open.has(selection)) return { depth: 0, aliases: 0 }
  open.add(selection)
  const size: Size = { depth: 0, aliases: 0 }
  for (const node of selection.selections) {
    if (node.kind === Kind.FIELD && node.name.value.startsWith('__')) continue
    const inner =
      node.kind === Kind.FRAGMENT_SPREAD
        ? fragmentNamed(document, node.name.value)?.selectionSet
        : node.selectionSet
    const below = inner ? sizeOf(inner, document, sizes, open) : { depth: 0, aliases: 0 }
    const isField = node.kind === Kind.FIELD
    size.depth = Math.max(size.depth, below.depth + (isField ? 1 : 0))
    size.aliases += below.aliases + (isField && node.alias ? 1 : 0)
  }
  open.delete(selection)
  sizes.set(selection, size)
  return size
}

function fragmentNamed(document: DocumentNode, name: string): FragmentDefinitionNode | undefined {
  return document.definitions.find(
    (definition) => definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === name,
  ) as FragmentDefinitionNode | undefined
}

export function tooCostly(
  what: keyof typeof limits,
  largest: number,
  operation?: OperationDefinitionNode,
): GraphQLError {
  return requestError(
    'TOO_COSTLY',
    `The query asks for too much at once: its ${what} is above ${largest.toLocaleString('en')}.`,
    {
      error: operation && new GraphQLError('', { nodes: operation }),
    },
  )
}
