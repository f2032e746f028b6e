import type { Catalogue } from './read-catalogue.ts'

const scalarTypes: Record<string, string> = {
  bool: 'boolean',
  float4: 'number',
  float8: 'number',
  int2: 'number',
  int4: 'number',
  int8: 'number',
  json: 'Json',
  jsonb: 'Json',
  numeric: 'number',
  record: 'Record<string, unknown>',
  void: 'undefined',
}

/** The file's text; the same catalogue always gives the same text. */
export function renderTypes(catalogue: Catalogue): string {
  const enumNames = new Set(catalogue.enums.map(({ name }) => name))
  const typeOf = (type: string): string => {
    if (type.startsWith('_')) return `${typeOf(type.slice(1))}[]`
    if (enumNames.has(type)) return `Database['public']['Enums']['${type}']`
    return scalarTypes[type] ?? 'string'
  }
  const tables = catalogue.relations.filter(({ kind }) => kind === 'table')
  const views = catalogue.relations.filter(({ kind }) => kind === 'view')

  return `// Written by scripts/generate-database-types.ts from the migrations; do not edit.

export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[]

export type Database = {
  public: {
    Tables: ${block(
      tables.map((table) => [
        table.name,
        block(
          [
            ['Row', renderColumns(table, typeOf, 'row')],
            ['Insert', renderColumns(table, typeOf, 'insert')],
            ['Update', renderColumns(table, typeOf, 'update')],
            ['Relationships', renderRelationships(table)],
          ],
          8,
        ),
      ]),
      6,
    )}
    Views: ${block(
      views.map((view) => [
        view.name,
        block(
          [
            ['Row', renderColumns(view, typeOf, 'row')],
            ['Relationships', renderRelationships(view)],
          ],
          8,
        ),
      ]),
      6,
    )}
    Functions: ${block(
      catalogue.functions.map((fn) => [
        fn.name,
        block(
          [
            ['Args', renderArguments(fn, typeOf)],
            ['Returns', renderReturns(fn, typeOf)],
          ],
          8,
        ),
      ]),
      6,
    )}
    Enums: ${block(
      catalogue.enums.map(({ name, values }) => [
        name,
        values.map((value) => `'${value}'`).join(' | '),
      ]),
      6,
    )}
    CompositeTypes: { [_ in never]: never }
  }
}
`
}

type Relation = Catalogue['relations'][number]
type DatabaseFunction = Catalogue['functions'][number]
type TypeOf = (type: string) => string

function block(entries: [name: string, type: string][], indent: number): string {
  if (entries.length === 0) return '{ [_ in never]: never }'
  const pad = ' '.repeat(indent)
  const lines = entries.map(([name, type]) => `${pad}${name}: ${type}`)
  return `{\n${lines.join('\n')}\n${' '.repeat(indent - 2)}}`
}

function renderColumns(
  relation: Relation,
  typeOf: TypeOf,
  use: 'row' | 'insert' | 'update',
): string {
  return block(
    relation.columns.map(({ name, type, isNullable, hasDefault, isGenerated }) => {
      const tsType = use !== 'row' && isGenerated ? 'never' : typeOf(type)
      const isOptional = use === 'update' || (use === 'insert' && (isNullable || hasDefault))
      return [`${name}${isOptional ? '?' : ''}`, isNullable ? `${tsType} | null` : tsType]
    }),
    10,
  )
}

function renderRelationships({ relationships }: Relation): string {
  if (relationships.length === 0) return '[]'
  const list = (names: string[]) => `[${names.map((name) => `'${name}'`).join(', ')}]`
  const items = relationships.map(
    ({ name, columns, isOneToOne, referencedRelation, referencedColumns }) =>
      `          { foreignKeyName: '${name}'; columns: ${list(columns)}; isOneToOne: ${isOneToOne}; referencedRelation: '${referencedRelation}'; referencedColumns: ${list(referencedColumns)} },`,
  )
  return `[\n${items.join('\n')}\n        ]`
}

function renderArguments(fn: DatabaseFunction, typeOf: TypeOf): string {
  if (fn.arguments.length === 0) return 'Record<PropertyKey, never>'
  return `{ ${fn.arguments
    .map(({ name, type, isOptional }) =>
      isOptional ? `${name}?: ${typeOf(type)} | null` : `${name}: ${typeOf(type)}`,
    )
    .join('; ')} }`
}

function renderReturns(fn: DatabaseFunction, typeOf: TypeOf): string {
  const one =
    fn.columns.length > 0
      ? `{ ${fn.columns.map(({ name, type }) => `${name}: ${typeOf(type)} | null`).join('; ')} }`
      : typeOf(fn.returns)
  return fn.returnsSet ? `${one}[]` : one
}
