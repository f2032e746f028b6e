import { describeFamily } from './describe-family.ts'

/**
 * Hyperparameters as lines to read: "maxDepth 4, patience 60". A blend gives one line per member, with its family and
 * weight in front.
 */
export function describeHyperparameters(
  hyperparameters: Readonly<Record<string, unknown>>,
): string[] {
  const { members, ...rest } = hyperparameters
  if (!Array.isArray(members)) return isEmpty(hyperparameters) ? [] : [listValues(hyperparameters)]
  const lines = members
    .filter(isRecord)
    .map(({ family, weight, hyperparameters: own, ...more }) => {
      const title = typeof family === 'string' ? describeFamily(family) : 'member'
      const share = typeof weight === 'number' ? `, weight ${weight.toFixed(3)}` : ''
      return `${title}${share}: ${listValues({ ...more, ...(isRecord(own) ? own : {}) })}`
    })
  return isEmpty(rest) ? lines : [...lines, listValues(rest)]
}

function listValues(values: Record<string, unknown>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} ${writeValue(value)}`)
    .join(', ')
}

function writeValue(value: unknown): string {
  if (Array.isArray(value) && !value.some(isRecord)) return value.join(' × ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isEmpty(values: Record<string, unknown>): boolean {
  return Object.keys(values).length === 0
}
