import {
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  parse,
  specifiedRules,
  validate,
} from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { nameArgument, variableFaults } from './argument-names.ts'
import { costFault } from './cost.ts'
import { requestError } from './errors.ts'
import { limits, sizeRule, tooCostly } from './limits.ts'

const rules = [...specifiedRules, sizeRule]

/** Faults of one query that are told at once. */
const maxFaults = 20

interface Operation {
  schema: GraphQLSchema
  document: DocumentNode
  operationName?: string | null | undefined
  variableValues?: Record<string, unknown> | null | undefined
}

/**
 * Checks a request before anything of it is executed: its size, its form, its variables and its cost. Faults are
 * `BAD_INPUT` naming the argument, or `TOO_COSTLY`.
 */
export function useRequestGuard({
  hideSuggestions,
  mask,
}: {
  /** No "Did you mean" in messages. */
  hideSuggestions: boolean
  mask: (thrown: unknown) => GraphQLError
}): Plugin {
  function faultsOf({ schema, document, operationName, variableValues }: Operation) {
    const operation = getOperationAST(document, operationName)
    // Which operation is meant is for the executor to ask.
    if (!operation) return []
    const variables = variableValues ?? {}
    const faults = variableFaults(schema, document, operation, variables, hideSuggestions)
    if (faults.length > 0) return faults.slice(0, maxFaults)
    const costly = costFault(schema, document, operation, variables)
    return costly ? [mask(costly)] : []
  }
  return {
    onParse({ setParseFn }) {
      setParseFn((source, options) => parseWithin(source, options))
    },
    onValidate({ setValidationFn }) {
      setValidationFn((schema: GraphQLSchema, document: DocumentNode) =>
        validate(schema, document, rules, { maxErrors: maxFaults, hideSuggestions }).map((error) =>
          toRequestError(error, document),
        ),
      )
    },
    onExecute({ args, setResultAndStopExecution }) {
      const errors = faultsOf(args)
      if (errors.length > 0) setResultAndStopExecution({ errors })
    },
    onSubscribe({ args, setResultAndStopExecution }) {
      const errors = faultsOf(args)
      if (errors.length > 0) setResultAndStopExecution({ errors })
    },
  }
}

function toRequestError(error: GraphQLError, document: DocumentNode): GraphQLError {
  // Ours, from the rules of `limits.ts`.
  if (error.extensions.code !== undefined) return error
  // graphql-js gives up comparing fields that are repeated too often; the error has no code of its own.
  if (error.message === 'Validation aborted.') {
    return requestError(
      'TOO_COSTLY',
      'The query asks for too much at once: its fields repeat too often.',
    )
  }
  return nameArgument(error, document)
}

function parseWithin(...[source, options]: Parameters<typeof parse>): DocumentNode {
  try {
    return parse(source, { ...options, maxTokens: limits.tokens })
  } catch (error) {
    // The one error of the parser that is not about form; it has no code of its own.
    if (error instanceof Error && error.message.includes('tokens. Parsing aborted')) {
      throw tooCostly('tokens', limits.tokens)
    }
    throw error
  }
}
