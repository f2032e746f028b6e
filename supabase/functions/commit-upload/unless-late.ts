/**
 * The promise's value, or another one when that takes longer than `afterMs`; then the promise goes on, and nobody hears
 * how it ends.
 */
export async function unlessLate<T>(
  promise: Promise<T>,
  afterMs: number,
  otherwise: T,
): Promise<T> {
  const { promise: late, resolve } = Promise.withResolvers<T>()
  const timer = setTimeout(() => resolve(otherwise), afterMs)
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
