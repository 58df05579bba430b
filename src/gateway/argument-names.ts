import {
  type ASTNode,
  type DocumentNode,
  type GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputType,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  typeFromAST,
  validateInputValue,
  visit,
} from 'graphql'
import { requestError } from './errors.ts'

/** Long lists and texts come back inside graphql-js's messages; this much of one is enough to see what is meant. */
const maxMessageLength = 300

/** graphql-js reports a missing argument at its field, and a missing or unknown input field at the object around it. */
const missingArgument = /^Argument "[@\w.]+\((\w+):\)" of type/
const inputField = /(?:required|unknown) field "(\w+)"/

/** A fault that validation found, as `BAD_INPUT` naming the argument it is in; null where it is in none. */
export function nameArgument(error: GraphQLError, document: DocumentNode): GraphQLError {
  return requestError('BAD_INPUT', shorten(error.message), {
    error,
    argument: argumentOf(error, document),
  })
}

function argumentOf(error: GraphQLError, document: DocumentNode): string | null {
  const missing = missingArgument.exec(error.message)
  if (missing) return missing[1] ?? null
  for (const node of error.nodes ?? []) {
    const names = namesAround(document, (each) => each === node)
    if (names.length === 0) continue
    const field = inputField.exec(error.message)?.[1]
    // An unknown field is its own node, a required one is not there.
    return (field === undefined || names.at(-1) === field ? names : [...names, field]).join('.')
  }
  return null
}

/** Names of the argument and input fields around the first node that is wanted; empty when it is in none. */
function namesAround(document: DocumentNode, wanted: (node: ASTNode) => boolean): string[] {
  let names: string[] = []
  visit(document, {
    enter(node, _key, parent, _path, ancestors) {
      if (names.length > 0) return false
      if (!wanted(node)) return undefined
      // Ancestors hold lists of siblings too; only nodes are around this one.
      names = [...ancestors, parent, node].flatMap((each) =>
        each && 'kind' in each && (each.kind === Kind.ARGUMENT || each.kind === Kind.OBJECT_FIELD)
          ? [each.name.value]
          : [],
      )
      return undefined
    },
  })
  return names
}

/**
 * Faults of the variables sent, each naming the argument that uses the variable: `filter.species` for
 * `$mine.species` in `search(filter: $mine)`.
 */
export function variableFaults(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
  hideSuggestions: boolean,
): GraphQLError[] {
  const faults: GraphQLError[] = []
  for (const definition of operation.variableDefinitions ?? []) {
    const name = definition.variable.name.value
    const type = typeFromAST(schema, definition.type)
    // Validation has refused what is no input type.
    if (!isInputType(type)) continue
    const given = Object.hasOwn(variables, name) ? variables[name] : undefined
    if (given === undefined && (definition.defaultValue || !isNonNullType(type))) continue
    const usage = namesAround(document, (node) => isUsage(node, name))
    for (const { message, names } of valueFaults(given, type, hideSuggestions)) {
      const argument = usage.length === 0 ? null : [...usage, ...names].join('.')
      faults.push(requestError('BAD_INPUT', `Variable "$${name}": ${message}`, { argument }))
    }
  }
  return faults
}

/** A fault inside of a value. */
export interface ValueFault {
  message: string
  /** Names of the input fields around it. */
  names: readonly string[]
}

/** Why a value is not one of the input type. */
export function valueFaults(
  value: unknown,
  type: GraphQLInputType,
  hideSuggestions: boolean,
): ValueFault[] {
  const faults: ValueFault[] = []
  validateInputValue(
    value,
    type,
    (error, path) => {
      const field = inputField.exec(error.message)?.[1]
      const names = path.filter((step) => typeof step === 'string')
      faults.push({
        message: shorten(error.message),
        names: field === undefined ? names : [...names, field],
      })
    },
    hideSuggestions,
  )
  return faults
}

/** A use of the variable as a value, not its definition. */
function isUsage(node: ASTNode, name: string): boolean {
  return (
    (node.kind === Kind.ARGUMENT || node.kind === Kind.OBJECT_FIELD) &&
    (isVariable(node.value, name) ||
      (node.value.kind === Kind.LIST && node.value.values.some((each) => isVariable(each, name))))
  )
}

const isVariable = (node: ASTNode, name: string) =>
  node.kind === Kind.VARIABLE && node.name.value === name

const shorten = (message: string) =>
  message.length > maxMessageLength ? `${message.slice(0, maxMessageLength)}…` : message
