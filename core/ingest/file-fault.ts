import type { FileFaultCode } from '../datasets/profile.ts'

/** A fault that shows only while a file is being cut: it ends the cutting, and nothing is stored. */
export class FileFaultError extends Error {
  override readonly name = 'FileFaultError'
  readonly code: FileFaultCode

  constructor(code: FileFaultCode, message: string) {
    super(message)
    this.code = code
  }
}
