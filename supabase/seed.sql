-- The two people of the demo. Their passwords come from the settings fraud_desk.pinky_password and
-- fraud_desk.brain_password; where none is set, a random one is stored that nobody knows.
-- Works on a fresh database of the local stack, of `supabase start` and of a hosted project.
do $seed$
declare
  person record;
  has_instance boolean := exists (
    select 1 from information_schema.columns
    where table_schema = 'auth' and table_name = 'users' and column_name = 'instance_id'
  );
begin
  for person in
    select * from (values
      ('6d1f0a52-7a54-4f0e-9f5c-3f1f6f0c7a01'::uuid, 'pinky@fraud-desk.test', 'fraud_desk.pinky_password', 'analyst'::public.app_role),
      ('6d1f0a52-7a54-4f0e-9f5c-3f1f6f0c7a02'::uuid, 'brain@fraud-desk.test', 'fraud_desk.brain_password', 'admin'::public.app_role)
    ) as people (id, email, setting, role)
  loop
    insert into auth.users (
      id, aud, role, email, encrypted_password, email_confirmed_at, raw_app_meta_data, raw_user_meta_data,
      created_at, updated_at, confirmation_token, recovery_token, email_change, email_change_token_new,
      email_change_token_current, phone_change, phone_change_token, reauthentication_token
    )
    values (
      person.id, 'authenticated', 'authenticated', person.email,
      extensions.crypt(
        coalesce(nullif(current_setting(person.setting, true), ''), encode(extensions.gen_random_bytes(24), 'hex')),
        extensions.gen_salt('bf')
      ),
      now(), '{"provider": "email", "providers": ["email"]}', '{}', now(), now(), '', '', '', '', '', '', '', ''
    )
    on conflict (id) do nothing;

    if has_instance then
      execute 'update auth.users set instance_id = ''00000000-0000-0000-0000-000000000000'' where id = $1' using person.id;
    end if;

    insert into auth.identities (
      id, provider_id, user_id, identity_data, provider, last_sign_in_at, created_at, updated_at
    )
    values (
      person.id, person.id::text, person.id,
      jsonb_build_object('sub', person.id::text, 'email', person.email, 'email_verified', true, 'phone_verified', false),
      'email', now(), now(), now()
    )
    on conflict do nothing;

    insert into public.user_roles (user_id, role)
    values (person.id, person.role)
    on conflict (user_id) do nothing;
  end loop;
end
$seed$;
