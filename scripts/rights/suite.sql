-- The rights suite: tries every cell of the table of rights. It runs behind the rows of rows.sql and two temporary
-- tables that scripts/rights/render-rights-suite.ts fills from docs/security.md:
--   granted(kind, name, actor, operation, scope, columns)   what the cells allow
--   listed(kind, name, owner, runs_as)                      the rows of the tables themselves
grant execute on all functions in schema extensions to anon, authenticated, service_role;

create function pg_temp.person(actor text) returns uuid language sql immutable as $$
  select ('00000000-0000-4000-8000-00000000000' || case actor
    when 'analyst' then 'a' when 'other' then 'b' when 'admin' then 'c' when 'withdrawn' then 'd' else '0' end)::uuid
$$;

create function pg_temp.role_of(actor text) returns text language sql immutable as $$
  select case actor when 'anonymous' then 'anon' when 'service' then 'service_role' else 'authenticated' end
$$;

-- What came of a statement as somebody else: the number of rows, or the SQLSTATE. Nothing of it stays.
create function pg_temp.attempt(actor text, statement text) returns text language plpgsql as $$
declare
  affected bigint;
  role_name text := pg_temp.role_of(actor);
  claims text := json_build_object('sub', pg_temp.person(actor), 'role', role_name)::text;
begin
  if actor in ('anonymous', 'service') then
    claims := json_build_object('role', role_name)::text;
  end if;
  perform set_config('request.jwt.claims', claims, true),
          set_config('request.jwt.claim.sub', coalesce(claims::json ->> 'sub', ''), true),
          set_config('request.jwt.claim.role', role_name, true),
          set_config('role', role_name, true);
  if statement ~ '^select count' then
    execute statement into affected;
  else
    execute statement;
    get diagnostics affected = row_count;
  end if;
  raise exception using errcode = 'UNDO0', message = affected::text;
exception
  when sqlstate 'UNDO0' then return sqlerrm;
  when others then return sqlstate;
end
$$;

-- The same as the owner of the tables, whom neither grants nor policies bind.
create function pg_temp.attempt_as_owner(statement text) returns text language plpgsql as $$
begin
  execute statement;
  raise exception using errcode = 'UNDO0', message = 'done';
exception
  when sqlstate 'UNDO0' then return sqlerrm;
  when others then return sqlstate;
end
$$;

-- The condition that a right's scope puts on the rows of a relation.
create function pg_temp.within(scope text, actor text, owner text) returns text language sql immutable as $$
  select case scope
    when 'all' then 'true'
    when 'none' then 'false'
    when 'own' then '(' || owner || ') = ' || quote_literal(pg_temp.person(actor)::text)
    when 'discarded' then '(select state from public.uploads where uploads.id::text = (storage.foldername(name))[2]) = ''discarded'''
    when 'own discarded' then format(
      '(%s) = %L and (select state from public.uploads where uploads.id::text = (storage.foldername(name))[2]) = ''discarded''',
      owner, pg_temp.person(actor)::text)
  end
$$;

create temporary view relation as
  select classes.oid, namespaces.nspname || '.' || classes.relname as name, classes.relkind, classes.reloptions,
         classes.relrowsecurity, classes.relforcerowsecurity
  from pg_class as classes
  join pg_namespace as namespaces on namespaces.oid = classes.relnamespace
  where namespaces.nspname in ('public', 'private') and classes.relkind in ('r', 'p', 'v', 'm', 'f')
    and not classes.relispartition;

create temporary view routine as
  select procs.oid, namespaces.nspname || '.' || procs.proname as name, procs.prosecdef, procs.proconfig,
         procs.prorettype, procs.proargtypes
  from pg_proc as procs
  join pg_namespace as namespaces on namespaces.oid = procs.pronamespace
  where namespaces.nspname in ('public', 'private')
    and not exists (select 1 from pg_depend where pg_depend.objid = procs.oid and pg_depend.deptype = 'e');

-- One row for each cell of a table or view: what was found wrong, or null.
create function pg_temp.try_relation(wanted text) returns table (label text, finding text) language plpgsql as $$
declare
  target record;
  who text;
  deed text;
  allowed record;
  total bigint;
  expected bigint;
  got text;
  columns text;
  attribute record;
  owner_sql text;
begin
  select * into target from relation where relation.name = wanted;
  select listed.owner into owner_sql from listed where listed.kind = 'relation' and listed.name = wanted;
  execute format('select count(*) from %s', wanted) into total;
  execute format('drop table if exists sample; create temporary table sample as select * from %s limit 0', wanted);
  grant select on sample to public;
  select string_agg(quote_ident(attname), ', ') into columns
  from pg_attribute where attrelid = target.oid and attnum > 0 and not attisdropped and attgenerated = '';
  label := format('%s holds a row to try rights on', wanted);
  finding := case when total = 0 then format('%s is empty: add an insert to scripts/rights/rows.sql.', wanted) end;
  return next;

  foreach who in array array['anonymous', 'withdrawn', 'analyst', 'admin', 'service'] loop
    execute format('truncate sample; insert into sample select * from %s where %s limit 1', wanted,
                   coalesce(pg_temp.within('own', who, owner_sql), 'true'));
    if not exists (select 1 from sample) then
      execute format('insert into sample select * from %s limit 1', wanted);
    end if;
    foreach deed in array array['read', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger', 'maintain'] loop
      select granted.scope, granted.columns into allowed from granted
      where granted.kind = 'relation' and granted.name = wanted and granted.actor = who
        and granted.operation = deed;
      label := format('%s: %s %s %s', who, case when allowed.scope is null then 'may not' else 'may' end, deed, wanted);
      finding := null;
      if deed in ('truncate', 'references', 'trigger', 'maintain') then
        if has_table_privilege(pg_temp.role_of(who), target.oid, deed) <> (allowed.scope is not null) then
          finding := format('the privilege %s differs from the table of rights', deed);
        end if;
        return next;
        continue;
      end if;

      -- Privileges, column by column.
      if deed <> 'delete' then
        for attribute in
          select attname as name,
                 has_column_privilege(pg_temp.role_of(who), target.oid, attnum,
                                      case deed when 'read' then 'select' else deed end) as is_held
          from pg_attribute where attrelid = target.oid and attnum > 0 and not attisdropped
        loop
          if attribute.is_held <> (allowed.scope is not null
              and (allowed.columns is null or attribute.name = any (allowed.columns))) then
            finding := concat_ws('; ', finding, format('column %s: %s', attribute.name,
              case when attribute.is_held then 'granted, but not in the table of rights' else 'in the table of rights, but not granted' end));
          end if;
        end loop;
      elsif has_table_privilege(pg_temp.role_of(who), target.oid, 'delete') <> (allowed.scope is not null) then
        finding := 'the privilege delete differs from the table of rights';
      end if;

      -- The deed itself.
      expected := null;
      if allowed.scope is not null then
        execute format('select count(*) from %s where %s', wanted, pg_temp.within(allowed.scope, who, owner_sql)) into expected;
      end if;
      if deed = 'read' then
        got := pg_temp.attempt(who, format('select count(*) from (select %I from %s) as seen',
          coalesce(allowed.columns[1], (select attname from pg_attribute where attrelid = target.oid and attnum > 0 and not attisdropped order by attnum limit 1)),
          wanted));
        if got is distinct from coalesce(expected::text, '42501') then
          finding := concat_ws('; ', finding, format('sees %s of %s rows instead of %s', got, total, coalesce(expected::text, 'a refusal')));
        elsif allowed.scope = 'own' and who = 'analyst' and expected not between 1 and total - 1 then
          finding := concat_ws('; ', finding, 'scripts/rights/rows.sql needs a row of the analyst''s and one of another''s');
        end if;
      elsif deed = 'insert' then
        got := pg_temp.attempt(who, format('insert into %s (%s) overriding system value select %s from sample', wanted, columns, columns));
        if (got = '42501') <> (allowed.scope is null) and allowed.columns is null then
          finding := concat_ws('; ', finding, format('an insert came to %s', got));
        end if;
      elsif deed = 'update' then
        for attribute in
          select attname as name from pg_attribute
          where attrelid = target.oid and attnum > 0 and not attisdropped and attgenerated = '' and attidentity <> 'a'
        loop
          got := pg_temp.attempt(who, format('update %s set %I = %I', wanted, attribute.name, attribute.name));
          if (got = '42501') <> (allowed.scope is null or attribute.name <> all (coalesce(allowed.columns, array[attribute.name])))
            or (length(got) < 5 and got <> expected::text)
          then
            finding := concat_ws('; ', finding, format('an update of %s came to %s', attribute.name, got));
          end if;
        end loop;
      else
        got := pg_temp.attempt(who, format('delete from %s', wanted));
        if (got = '42501') <> (allowed.scope is null) or (length(got) < 5 and got <> expected::text) then
          finding := concat_ws('; ', finding, format('a delete came to %s', got));
        end if;
      end if;
      return next;
    end loop;
  end loop;
end
$$;

-- One row for each cell of a function.
create function pg_temp.try_routine(wanted text) returns table (label text, finding text) language plpgsql as $$
declare
  target record;
  who text;
  allowed text;
  got text;
begin
  for target in select * from routine where routine.name = wanted loop
    label := format('%s runs as said', wanted);
    finding := case when exists (
      select 1 from listed where listed.kind = 'routine' and listed.name = wanted
        and (listed.runs_as = 'owner') <> target.prosecdef
    ) then 'the column "Runs as" differs from the function (security definer: owner, else caller)' end;
    return next;
    foreach who in array array['anonymous', 'withdrawn', 'analyst', 'admin', 'service'] loop
      select granted.operation into allowed from granted
      where granted.kind = 'routine' and granted.name = wanted and granted.actor = who;
      label := format('%s: %s %s', who, coalesce(allowed, 'may not call'), wanted);
      finding := null;
      if has_function_privilege(pg_temp.role_of(who), target.oid, 'execute') <> (allowed is not null) then
        finding := 'the right to execute differs from the table of rights';
      end if;
      if target.prorettype not in ('trigger'::regtype, 'event_trigger'::regtype) then
        got := pg_temp.attempt(who, format('select %s(%s)', target.oid::regproc, (
          select string_agg(format('null::%s', format_type(type, null)), ', ' order by place)
          from unnest(target.proargtypes::oid[]) with ordinality as argument (type, place)
        )));
        if (allowed is null or allowed = 'refused') and got <> '42501' then
          finding := concat_ws('; ', finding, format('a call came to %s', got));
        elsif allowed = 'call' and got = '42501' and who <> 'service' then
          finding := concat_ws('; ', finding, 'a call was refused');
        end if;
      end if;
      return next;
    end loop;
  end loop;
end
$$;

-- One row for each cell of a bucket. A platform grants storage.objects to everybody; policies decide.
create function pg_temp.try_bucket(wanted text) returns table (label text, finding text) language plpgsql as $$
declare
  who text;
  deed text;
  allowed text;
  expected bigint;
  got text;
  total bigint;
  folder constant text := '(storage.foldername(name))[1]';
begin
  select count(*) into total from storage.objects where bucket_id = wanted;
  foreach who in array array['anonymous', 'withdrawn', 'analyst', 'admin', 'service'] loop
    foreach deed in array array['read', 'insert', 'update', 'delete'] loop
      select coalesce(max(granted.scope), 'none') into allowed from granted
      where granted.kind = 'bucket' and granted.name = wanted and granted.actor = who
        and granted.operation = deed;
      label := format('%s: may %s in bucket %s: %s', who, deed, wanted, allowed);
      finding := null;
      if deed = 'insert' then
        got := pg_temp.attempt(who, format('insert into storage.objects (bucket_id, name) values (%L, %L)', wanted,
          pg_temp.person(who) || '/00000000-0000-4000-8000-0000000000f1/new.csv'));
        if (got = '42501') <> (allowed = 'none') then
          finding := format('an insert into the own folder came to %s', got);
        end if;
        got := pg_temp.attempt(who, format('insert into storage.objects (bucket_id, name) values (%L, %L)', wanted,
          pg_temp.person('other') || '/00000000-0000-4000-8000-0000000000f2/new.csv'));
        if (got = '42501') <> (allowed <> 'all') then
          finding := concat_ws('; ', finding, format('an insert into another''s folder came to %s', got));
        end if;
      else
        execute format('select count(*) from storage.objects where bucket_id = %L and %s', wanted,
                       pg_temp.within(allowed, who, folder)) into expected;
        got := pg_temp.attempt(who, case deed
          when 'read' then format('select count(*) from storage.objects where bucket_id = %L', wanted)
          when 'update' then format('update storage.objects set metadata = metadata where bucket_id = %L', wanted)
          else format('delete from storage.objects where bucket_id = %L', wanted)
        end);
        if got is distinct from expected::text then
          finding := format('%s of %s objects instead of %s', got, total, expected);
        end if;
      end if;
      return next;
    end loop;
  end loop;
end
$$;

-- What the catalogue holds against what the table of rights lists.
create function pg_temp.compare_catalogue() returns table (label text, finding text) language sql as $$
  select 'every table, view, function and bucket has a row in the table of rights', string_agg(missing.sentence, E'\n# ')
  from (
    select format('%s has no row: add one to docs/security.md under "Tables and views", and a sample row to scripts/rights/rows.sql.', relation.name) as sentence
    from relation where not exists (select 1 from listed where listed.kind = 'relation' and listed.name = relation.name)
    union all
    select distinct format('%s() has no row: add one to docs/security.md under "Functions".', routine.name)
    from routine where not exists (select 1 from listed where listed.kind = 'routine' and listed.name = routine.name)
    union all
    select format('The bucket %s has no row: add one to docs/security.md under "Buckets".', buckets.id)
    from storage.buckets where not exists (select 1 from listed where listed.kind = 'bucket' and listed.name = buckets.id)
  ) as missing
  union all
  select 'every row of the table of rights names something that exists', string_agg(format('%s is in docs/security.md but not in the database: remove its row.', listed.name), E'\n# ')
  from listed
  where not case listed.kind
    when 'relation' then exists (select 1 from relation where relation.name = listed.name)
    when 'routine' then exists (select 1 from routine where routine.name = listed.name)
    else exists (select 1 from storage.buckets where buckets.id = listed.name) end
  union all
  select 'row-level security is on and forced on every table, partitions too', string_agg(format('%s: alter table … enable row level security, force row level security.', classes.oid::regclass), E'\n# ')
  from pg_class as classes
  where classes.relnamespace in ('public'::regnamespace, 'private'::regnamespace, 'partitions'::regnamespace)
    and classes.relkind in ('r', 'p') and not (classes.relrowsecurity and classes.relforcerowsecurity)
  union all
  select 'every view asks with the rights of its reader', string_agg(format('%s: alter view … set (security_invoker = true).', relation.name), E'\n# ')
  from relation
  where relation.relkind = 'v' and not coalesce(relation.reloptions, '{}') && array['security_invoker=true', 'security_invoker=on', 'security_invoker=1']
  union all
  select 'no materialised view and no foreign table is open to the API: row-level security does not bind them', string_agg(relation.name, ', ')
  from relation
  where relation.relkind in ('m', 'f')
    and (has_table_privilege('anon', relation.oid, 'select') or has_table_privilege('authenticated', relation.oid, 'select'))
  union all
  select 'every security-definer function has an empty search path', string_agg(format('%s: set search_path = ''''.', routine.name), E'\n# ')
  from routine
  where routine.prosecdef and not coalesce(routine.proconfig, '{}') && array['search_path=""', 'search_path=']
  union all
  select 'nobody but the owner holds a right on internals or partitions', string_agg(format('%s holds %s on %I.%I', grantee, privilege_type, table_schema, table_name), E'\n# ')
  from information_schema.role_table_grants
  where table_schema in ('private', 'partitions') and grantee in ('anon', 'authenticated', 'service_role', 'PUBLIC')
  union all
  select 'nobody without a sign-in holds a right on any table or sequence', string_agg(format('%s', classes.oid::regclass), ', ')
  from pg_class as classes, aclexplode(classes.relacl) as entry
  where classes.relnamespace in ('public'::regnamespace, 'private'::regnamespace, 'partitions'::regnamespace)
    and entry.grantee in (0, 'anon'::regrole)
  union all
  select 'signed-in people hold no right on any sequence', string_agg(format('%s', classes.oid::regclass), ', ')
  from pg_class as classes, aclexplode(classes.relacl) as entry
  where classes.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
    and classes.relkind = 'S' and entry.grantee = 'authenticated'::regrole
  union all
  select 'nobody but the owner may create anything in the schemas', string_agg(format('%s in %s', roles.name, schemas.name), ', ')
  from unnest(array['anon', 'authenticated', 'service_role']) as roles (name), unnest(array['public', 'private', 'partitions']) as schemas (name)
  where has_schema_privilege(roles.name, schemas.name, 'create')
  union all
  select 'the schema partitions is closed, and private is closed to visitors', string_agg(format('%s uses %s', roles.name, schemas.name), ', ')
  from (values ('anon', 'private'), ('anon', 'partitions'), ('authenticated', 'partitions'), ('service_role', 'partitions')) as pair (role, schema),
       lateral (select pair.role as name) as roles, lateral (select pair.schema as name) as schemas
  where has_schema_privilege(pair.role, pair.schema, 'usage')
  union all
  select 'events and reviews are only ever added, by their owner too', string_agg(format('%s came to %s', change.statement, change.outcome), ', ')
  from (
    select deed.statement, pg_temp.attempt_as_owner(deed.statement) as outcome
    from unnest(array[
      'update public.events set kind = kind', 'delete from public.events', 'truncate public.events',
      'update public.reviews set note = note', 'delete from public.reviews', 'truncate public.reviews'
    ]) as deed (statement)
  ) as change
  where change.outcome <> '42501'
  union all
  select 'every bucket is private and limits the size of a file', string_agg(buckets.id, ', ')
  from storage.buckets where buckets.public is not false or buckets.file_size_limit is null
  union all
  select 'a signed-in person reaches private functions through the schema', string_agg(roles.name, ', ')
  from unnest(array['authenticated', 'service_role']) as roles (name)
  where not has_schema_privilege(roles.name, 'private', 'usage')
$$;

create function pg_temp.findings(only_kind text default null, only_name text default null)
returns table (label text, finding text) language sql as $$
  select tried.* from listed, pg_temp.try_relation(listed.name) as tried
  where listed.kind = 'relation' and coalesce(only_kind, 'relation') = 'relation' and coalesce(only_name, listed.name) = listed.name
    and exists (select 1 from relation where relation.name = listed.name)
  union all
  select tried.* from listed, pg_temp.try_routine(listed.name) as tried
  where listed.kind = 'routine' and coalesce(only_kind, 'routine') = 'routine' and coalesce(only_name, listed.name) = listed.name
  union all
  select tried.* from listed, pg_temp.try_bucket(listed.name) as tried
  where listed.kind = 'bucket' and coalesce(only_kind, 'bucket') = 'bucket' and coalesce(only_name, listed.name) = listed.name
  union all
  select compared.* from pg_temp.compare_catalogue() as compared
  where only_kind is null or only_kind = 'catalogue'
$$;
