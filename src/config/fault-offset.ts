import { isMap, isScalar, isSeq, type Node, type Pair } from 'yaml'
import type { Fault } from '../harvest/shape-faults.ts'

/** Offset of what a fault is about in a YAML document, or of the nearest thing around it. */
export function offsetOf(contents: unknown, fault: Fault): number {
  let here: unknown = contents
  let offset = start(here) ?? 0
  fault.path.forEach((step, index) => {
    const pair = isMap(here)
      ? here.items.find(({ key }: Pair) => isScalar(key) && key.value === step)
      : undefined
    const item = isSeq(here) && typeof step === 'number' ? here.items[step] : undefined
    const next = pair === undefined ? item : pair.value
    const isAtKey = (index === fault.path.length - 1 && fault.atKey) || next == null
    offset = start(isAtKey ? pair?.key : next) ?? offset
    here = next
  })
  return offset
}

const start = (node: unknown) => (node as Node | null | undefined)?.range?.[0]
