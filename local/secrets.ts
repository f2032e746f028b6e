import { randomBytes, randomInt } from 'node:crypto'
import { chmod, readFile, rename, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { StackError, systemErrorCode } from './stack-error.ts'

const secretsSchema = z.object({
  publishableKey: z.string().startsWith('sb_publishable_'),
  secretKey: z.string().startsWith('sb_secret_'),
  /** Signs every access token (HS256). */
  jwtSecret: z.string().min(32),
  /** Of the role `postgres`. */
  databasePassword: z.string().min(16),
  pinkyPassword: z.string().min(12),
  brainPassword: z.string().min(12),
})

/** Keys and passwords of one data folder, generated on its first start. */
export type StackSecrets = z.infer<typeof secretsSchema>

/**
 * Reads the secrets of a data folder, or makes them (file mode 600) when there are none yet.
 * @param databaseExists when true, missing secrets are an error: the database's password is among them.
 * @throws StackError `secrets_unusable`
 */
export async function loadOrCreateSecrets(
  file: string,
  databaseExists: boolean,
): Promise<StackSecrets> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (systemErrorCode(error) === 'ENOENT') return null
    throw error
  })
  if (text !== null) return parseSecrets(file, text)
  if (databaseExists) {
    throw new StackError(
      'secrets_unusable',
      `Cannot open the database: ${file} is missing and holds its password. Restore the file or start anew with \`npm run reset\`.`,
    )
  }
  const secrets = generateSecrets()
  const unfinished = `${file}.new`
  await writeFile(unfinished, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
  await chmod(unfinished, 0o600)
  await rename(unfinished, file)
  return secrets
}

function parseSecrets(file: string, text: string): StackSecrets {
  try {
    return secretsSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new StackError(
      'secrets_unusable',
      `Cannot read the keys and passwords in ${file}: the file is damaged. Restore it or start anew with \`npm run reset\`.`,
      { cause },
    )
  }
}

function generateSecrets(): StackSecrets {
  return {
    publishableKey: `sb_publishable_${randomBytes(24).toString('base64url')}`,
    secretKey: `sb_secret_${randomBytes(24).toString('base64url')}`,
    jwtSecret: randomBytes(48).toString('base64url'),
    databasePassword: randomBytes(24).toString('hex'),
    pinkyPassword: readablePassword(),
    brainPassword: readablePassword(),
  }
}

/** 78 bits in four groups, without characters that look alike, to be read from a terminal. */
function readablePassword(): string {
  const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789'
  const group = () => Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join('')
  return [group(), group(), group(), group()].join('-')
}
