import type { Sql } from 'postgres'

/** One thing that keeps somebody out or lets somebody in, the statement that takes it away, and where it must be noticed. */
export interface Withdrawal {
  description: string
  statement: string
  kind: 'relation' | 'routine' | 'bucket' | null
  /** The object whose tests must notice; null for all of its kind. */
  name: string | null
}

/**
 * Lists every policy of public tables and of Storage, every grant on tables, columns and functions of `public` and
 * `private`, row-level security of every table and partition, the append-only triggers, the search path of every
 * security-definer function, and the limit of every bucket.
 */
export async function listWithdrawals(sql: Sql): Promise<Withdrawal[]> {
  return await sql<Withdrawal[]>`
    select format('policy "%s" on %s.%s', policyname, schemaname, tablename) as description,
           format('drop policy %I on %I.%I', policyname, schemaname, tablename) as statement,
           case schemaname when 'storage' then 'bucket' else 'relation' end as kind,
           case schemaname when 'storage' then null else schemaname || '.' || tablename end as name
    from pg_policies
    where schemaname in ('public', 'private')
      or (schemaname, tablename) = ('storage', 'objects')
    union all
    select format('%s of %s on %s', lower(privilege_type), grantee::regrole, classes.oid::regclass),
           format('revoke %s on %s from %s', privilege_type, classes.oid::regclass, grantee::regrole),
           'relation', format('%s.%s', classes.relnamespace::regnamespace, classes.relname)
    from pg_class as classes, aclexplode(classes.relacl)
    where classes.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
      and classes.relkind in ('r', 'p', 'v', 'm')
      and grantee::regrole::text in ('anon', 'authenticated', 'service_role')
    union all
    select format('%s of %s on %s.%s', lower(privilege_type), grantee::regrole, classes.oid::regclass, attname),
           format('revoke %s (%I) on %s from %s', privilege_type, attname, classes.oid::regclass, grantee::regrole),
           'relation', format('%s.%s', classes.relnamespace::regnamespace, classes.relname)
    from pg_class as classes
    join pg_attribute on attrelid = classes.oid, aclexplode(attacl)
    where classes.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
      and grantee::regrole::text in ('anon', 'authenticated', 'service_role')
    union all
    select format('execute of %s on %s', grantee::regrole, procs.oid::regprocedure),
           format('revoke execute on function %s from %s', procs.oid::regprocedure, grantee::regrole),
           'routine', format('%s.%s', procs.pronamespace::regnamespace, procs.proname)
    from pg_proc as procs, aclexplode(procs.proacl)
    where procs.pronamespace in ('public'::regnamespace, 'private'::regnamespace)
      and grantee::regrole::text in ('anon', 'authenticated', 'service_role')
      and not exists (select 1 from pg_depend where pg_depend.objid = procs.oid and pg_depend.deptype = 'e')
    union all
    select format('usage of %s on the schema private', role),
           format('revoke usage on schema private from %s', role), 'catalogue', null
    from unnest(array['authenticated', 'service_role']) as role
    union all
    select format('row-level security of %s', classes.oid::regclass),
           format('alter table %s disable row level security', classes.oid::regclass), 'catalogue', null
    from pg_class as classes
    where classes.relnamespace in ('public'::regnamespace, 'private'::regnamespace, 'partitions'::regnamespace)
      and classes.relkind in ('r', 'p')
    union all
    select format('forced row-level security of %s', classes.oid::regclass),
           format('alter table %s no force row level security', classes.oid::regclass), 'catalogue', null
    from pg_class as classes
    where classes.relnamespace in ('public'::regnamespace, 'private'::regnamespace, 'partitions'::regnamespace)
      and classes.relkind in ('r', 'p')
    union all
    select format('trigger %s on %s', tgname, tgrelid::regclass),
           format('alter table %s disable trigger %I', tgrelid::regclass, tgname), 'catalogue', null
    from pg_trigger
    where tgfoid = 'private.refuse_change'::regproc
    union all
    select format('search path of %s', procs.oid::regprocedure),
           format('alter function %s reset search_path', procs.oid::regprocedure), 'catalogue', null
    from pg_proc as procs
    where procs.pronamespace in ('public'::regnamespace, 'private'::regnamespace) and procs.prosecdef
      and not exists (select 1 from pg_depend where pg_depend.objid = procs.oid and pg_depend.deptype = 'e')
    union all
    select format('limit of the bucket %s', id),
           format('update storage.buckets set file_size_limit = null where id = %L', id), 'catalogue', null
    from storage.buckets
    order by 1`
}
