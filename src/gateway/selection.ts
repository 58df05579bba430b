import { type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql'

/** Whether a field's selection asks for `path`, a field inside fields, whatever they are called in the answer. */
export function selects(info: GraphQLResolveInfo, path: readonly string[]): boolean {
  return info.fieldNodes.some((node) => asks(info, node.selectionSet, path))
}

function asks(
  info: GraphQLResolveInfo,
  selection: SelectionSetNode | undefined,
  path: readonly string[],
): boolean {
  const [name, ...rest] = path
  if (name === undefined) return true
  return (selection?.selections ?? []).some((node) => {
    if (node.kind === Kind.FIELD) {
      return node.name.value === name && asks(info, node.selectionSet, rest)
    }
    const inner = node.kind === Kind.FRAGMENT_SPREAD ? info.fragments[node.name.value] : node
    return asks(info, inner?.selectionSet, path)
  })
}
