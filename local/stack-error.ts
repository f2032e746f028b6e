/** Why the local stack could not start or go on. Stable: callers may switch on it. */
export type StackErrorCode =
  | 'data_folder_in_use'
  | 'data_folder_unwritable'
  | 'disk_full'
  | 'function_imports_disagree'
  | 'functions_failed'
  | 'migration_failed'
  | 'permission_missing'
  | 'port_in_use'
  | 'postgres_failed'
  | 'secrets_unusable'

/** An expected failure of the local stack; `message` is one sentence that names the cure. */
export class StackError extends Error {
  override readonly name = 'StackError'
  readonly code: StackErrorCode

  constructor(code: StackErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** The errno of a failed system call ('ENOSPC', 'EACCES', …), or undefined for any other value. */
export function systemErrorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
