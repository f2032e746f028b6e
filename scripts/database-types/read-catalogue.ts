import type { Sql } from 'postgres'
import { z } from 'zod'

const columnSchema = z.object({
  name: z.string(),
  type: z.string(),
  isNullable: z.boolean(),
  hasDefault: z.boolean(),
  isGenerated: z.boolean(),
})

const relationshipSchema = z.object({
  name: z.string(),
  columns: z.array(z.string()),
  isOneToOne: z.boolean(),
  referencedRelation: z.string(),
  referencedColumns: z.array(z.string()),
})

const relationSchema = z.object({
  name: z.string(),
  kind: z.enum(['table', 'view']),
  columns: z.array(columnSchema),
  relationships: z.array(relationshipSchema),
})

const functionSchema = z.object({
  name: z.string(),
  arguments: z.array(z.object({ name: z.string(), type: z.string(), isOptional: z.boolean() })),
  returns: z.string(),
  /** Columns of `returns table (…)`. */
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
  returnsSet: z.boolean(),
})

const catalogueSchema = z.object({
  enums: z.array(z.object({ name: z.string(), values: z.array(z.string()) })),
  relations: z.array(relationSchema),
  functions: z.array(functionSchema),
})

/** What the schema `public` holds; types are Postgres's internal names (`int8`, `_text` for an array of text). */
export type Catalogue = z.infer<typeof catalogueSchema>

/** Reads tables, views, functions and enums of schema `public` in a stable order. */
export async function readCatalogue(sql: Sql): Promise<Catalogue> {
  const [row] = await sql`
    select
      (
        select coalesce(jsonb_agg(jsonb_build_object('name', enums.name, 'values', enums.labels) order by enums.name), '[]')
        from (
          select pg_type.typname as name, jsonb_agg(pg_enum.enumlabel order by pg_enum.enumsortorder) as labels
          from pg_enum
          join pg_type on pg_type.oid = pg_enum.enumtypid
          where pg_type.typnamespace = 'public'::regnamespace
          group by pg_type.typname
        ) as enums
      ) as enums,
      (
        select coalesce(jsonb_agg(jsonb_build_object(
          'name', pg_class.relname,
          'kind', case when pg_class.relkind in ('r', 'p') then 'table' else 'view' end,
          'columns', (
            select jsonb_agg(jsonb_build_object(
              'name', pg_attribute.attname,
              'type', pg_type.typname,
              'isNullable', not pg_attribute.attnotnull,
              'hasDefault', pg_attribute.atthasdef or pg_attribute.attidentity <> '',
              'isGenerated', pg_attribute.attidentity = 'a' or pg_attribute.attgenerated <> ''
            ) order by pg_attribute.attname)
            from pg_attribute
            join pg_type on pg_type.oid = pg_attribute.atttypid
            where pg_attribute.attrelid = pg_class.oid and pg_attribute.attnum > 0 and not pg_attribute.attisdropped
          ),
          'relationships', (
            select coalesce(jsonb_agg(jsonb_build_object(
              'name', pg_constraint.conname,
              'columns', (
                select jsonb_agg(pg_attribute.attname order by keys.position)
                from unnest(pg_constraint.conkey) with ordinality as keys (number, position)
                join pg_attribute on pg_attribute.attrelid = pg_constraint.conrelid and pg_attribute.attnum = keys.number
              ),
              'isOneToOne', exists (
                select 1 from pg_index
                where pg_index.indrelid = pg_constraint.conrelid and pg_index.indisunique and pg_index.indpred is null
                  and (select array_agg(key order by key) from unnest(pg_index.indkey::smallint[]) as key)
                    = (select array_agg(key order by key) from unnest(pg_constraint.conkey) as key)
              ),
              'referencedRelation', referenced.relname,
              'referencedColumns', (
                select jsonb_agg(pg_attribute.attname order by keys.position)
                from unnest(pg_constraint.confkey) with ordinality as keys (number, position)
                join pg_attribute on pg_attribute.attrelid = pg_constraint.confrelid and pg_attribute.attnum = keys.number
              )
            ) order by pg_constraint.conname), '[]')
            from pg_constraint
            join pg_class as referenced on referenced.oid = pg_constraint.confrelid
            where pg_constraint.conrelid = pg_class.oid and pg_constraint.contype = 'f'
              and pg_constraint.conparentid = 0
              and referenced.relnamespace = 'public'::regnamespace
          )
        ) order by pg_class.relname), '[]')
        from pg_class
        where pg_class.relnamespace = 'public'::regnamespace
          and pg_class.relkind in ('r', 'p', 'v', 'm')
          and not pg_class.relispartition
      ) as relations,
      (
        select coalesce(jsonb_agg(jsonb_build_object(
          'name', pg_proc.proname,
          'returns', returned.typname,
          'returnsSet', pg_proc.proretset,
          'arguments', (
            select coalesce(jsonb_agg(jsonb_build_object(
              'name', coalesce(pg_proc.proargnames[input.position], ''),
              'type', pg_type.typname,
              'isOptional', input.position > pg_proc.pronargs - pg_proc.pronargdefaults
            ) order by input.position), '[]')
            from unnest(pg_proc.proargtypes::oid[]) with ordinality as input (type, position)
            join pg_type on pg_type.oid = input.type
          ),
          'columns', (
            select coalesce(jsonb_agg(jsonb_build_object('name', output.name, 'type', pg_type.typname) order by output.position), '[]')
            from unnest(pg_proc.proallargtypes, pg_proc.proargnames, pg_proc.proargmodes)
              with ordinality as output (type, name, mode, position)
            join pg_type on pg_type.oid = output.type
            where output.mode in ('t', 'o')
          )
        ) order by pg_proc.proname), '[]')
        from pg_proc
        join pg_type as returned on returned.oid = pg_proc.prorettype
        where pg_proc.pronamespace = 'public'::regnamespace
          and pg_proc.prokind = 'f'
          and returned.typname not in ('trigger', 'event_trigger')
          and not exists (select 1 from pg_depend where pg_depend.objid = pg_proc.oid and pg_depend.deptype = 'e')
      ) as functions
  `
  return catalogueSchema.parse(row)
}
