import type postgres from 'postgres'

/**
 * Gives the two people of the demo the passwords of this data folder. After a backup of another one was restored, or one
 * of them chose a new password, the commands and the buttons of the sign-in page would let nobody in.
 */
export async function keepDemoPasswords(
  sql: postgres.Sql,
  passwords: { pinkyPassword: string; brainPassword: string },
): Promise<void> {
  await sql`
    update auth.users
    set encrypted_password = extensions.crypt(known.password, extensions.gen_salt('bf')), updated_at = now()
    from (values
      ('pinky@fraud-desk.test', ${passwords.pinkyPassword}::text),
      ('brain@fraud-desk.test', ${passwords.brainPassword}::text)
    ) as known (email, password)
    where users.email = known.email
      and users.encrypted_password is distinct from extensions.crypt(known.password, users.encrypted_password)`
}
