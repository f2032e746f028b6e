/** Powers of ten that a double holds exactly. */
const POWERS = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`))

const ZERO = 48
const NINE = 57
const MINUS = 45
const POINT = 46

/**
 * Parses a plain decimal number, optionally with an exponent: `-0.25`, `12`, `9.1e-05`.
 * Everything else is NaN: blanks, `NaN`, `0x10`, `1,234.5`, `+1`, `.5`, `5.`, and values that a double
 * cannot hold, such as `1e400`.
 *
 * Up to 15 digits are read as one integer and scaled once by an exact power of ten, which rounds
 * correctly (Clinger, "How to read floating point numbers accurately", 1990, section 3); longer ones go
 * through `Number`, at some five times the cost.
 */
export function parseDecimal(text: string): number {
  const length = text.length
  let position = text.charCodeAt(0) === MINUS ? 1 : 0
  const isNegative = position === 1
  let mantissa = 0
  let digits = 0
  let scale = 0

  const integerStart = position
  let code = 0
  for (; position < length; position++) {
    code = text.charCodeAt(position)
    if (code < ZERO || code > NINE) break
    mantissa = mantissa * 10 + (code - ZERO)
    if (mantissa !== 0) digits++
  }
  if (position === integerStart) return Number.NaN

  if (position < length && code === POINT) {
    const fractionStart = ++position
    for (; position < length; position++) {
      code = text.charCodeAt(position)
      if (code < ZERO || code > NINE) break
      mantissa = mantissa * 10 + (code - ZERO)
      if (mantissa !== 0) digits++
    }
    scale = position - fractionStart
    if (scale === 0) return Number.NaN
  }

  if (position < length) {
    if (!/^[eE][+-]?\d{1,4}$/.test(text.slice(position))) return Number.NaN
    return finiteOrNaN(Number(text))
  }
  if (digits > 15 || scale > 22) return finiteOrNaN(Number(text))
  const value = scale === 0 ? mantissa : mantissa / POWERS[scale]!
  return isNegative ? -value : value
}

/** Digits that a 32-bit integer holds whatever they are. */
const DIGITS_AT_ONCE = 9

/**
 * The same for the ASCII bytes from `start` to before `end`, without making a text of them: at a sixth of the time, and
 * NaN also for what `parseDecimal` must look at (an exponent, or more digits than 9 before the point, 18 behind it, or
 * a double holds).
 *
 * Hot loop: digits are gathered in 32-bit integers, nine at once, and scaled once as above.
 */
export function parsePlainDecimal(bytes: Uint8Array, start: number, end: number): number {
  const isNegative = bytes[start] === MINUS
  let position = isNegative ? start + 1 : start
  const whole = position
  let stop = Math.min(end, whole + DIGITS_AT_ONCE)
  let digits = 0
  for (; position < stop; position++) {
    const digit = bytes[position]! - ZERO
    if (digit < 0 || digit > 9) break
    digits = (Math.imul(digits, 10) + digit) | 0
  }
  if (position === whole) return Number.NaN
  let mantissa = digits
  if (position < end) {
    if (bytes[position] !== POINT || ++position === end) return Number.NaN
    const fraction = position
    do {
      const from = position
      stop = Math.min(end, from + DIGITS_AT_ONCE)
      digits = 0
      for (; position < stop; position++) {
        const digit = bytes[position]! - ZERO
        if (digit < 0 || digit > 9) return Number.NaN
        digits = (Math.imul(digits, 10) + digit) | 0
      }
      mantissa = mantissa * POWERS[position - from]! + digits
    } while (position < end && position - fraction < 2 * DIGITS_AT_ONCE)
    if (position < end || mantissa > Number.MAX_SAFE_INTEGER) return Number.NaN
    mantissa /= POWERS[position - fraction]!
  }
  return isNegative ? -mantissa : mantissa
}

function finiteOrNaN(value: number): number {
  return Number.isFinite(value) ? value : Number.NaN
}

/** Parses 1 to 9 decimal digits of `text` from `start` to before `end`; -1 when anything else is there. */
export function parseDigits(text: string, start: number, end: number): number {
  if (end <= start || end - start > 9) return -1
  let value = 0
  for (let position = start; position < end; position++) {
    const code = text.charCodeAt(position)
    // Beyond the end the code is NaN, which no comparison holds for.
    if (!(code >= ZERO && code <= NINE)) return -1
    value = value * 10 + (code - ZERO)
  }
  return value
}
