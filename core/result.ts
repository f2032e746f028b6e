/** An expected failure: a stable code for programs, a sentence for people. */
export interface Failure<Code extends string = string> {
  code: Code
  /** What could not be done, why, and what to do about it. */
  message: string
}

/** The outcome of an operation that may fail in an expected way. Defects throw instead. */
export type Result<T, Code extends string = string> =
  | { data: T; error: null }
  | { data: null; error: Failure<Code> }

/** Wraps a value as a success. */
export function ok<T>(data: T): { data: T; error: null } {
  return { data, error: null }
}

/** Builds an expected failure from its stable code and its sentence. */
export function fail<Code extends string>(
  code: Code,
  message: string,
): { data: null; error: Failure<Code> } {
  return { data: null, error: { code, message } }
}
