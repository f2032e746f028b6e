import type { Random } from '../random.ts'

/**
 * How many of `n` trials succeed, each with probability `p`.
 * Few expected successes: waiting times between successes (L. Devroye, Non-Uniform Random Variate
 * Generation, 1986, p. 525). Many: transformed rejection, algorithm BTRS of W. Hörmann,
 * "The generation of binomial random variates", J. Stat. Comput. Simul. 46, 1993.
 */
export function drawBinomial(random: Random, n: number, p: number): number {
  if (n <= 0 || p <= 0) return 0
  if (p >= 1) return n
  if (p > 0.5) return n - drawBinomial(random, n, 1 - p)
  return n * p < 10 ? drawByWaiting(random, n, p) : drawByRejection(random, n, p)
}

function drawByWaiting(random: Random, n: number, p: number): number {
  const logFailure = Math.log1p(-p)
  let trials = 0
  let successes = -1
  do {
    trials += Math.floor(Math.log(random.nextPositive()) / logFailure) + 1
    successes++
  } while (trials <= n)
  return successes
}

function drawByRejection(random: Random, n: number, p: number): number {
  const spread = Math.sqrt(n * p * (1 - p))
  const b = 1.15 + 2.53 * spread
  const a = -0.0873 + 0.0248 * b + 0.01 * p
  const c = n * p + 0.5
  const v = 0.92 - 4.2 / b
  const alpha = (2.83 + 5.1 / b) * spread
  const logOdds = Math.log(p / (1 - p))
  const mode = Math.floor((n + 1) * p)
  for (;;) {
    const u = random.next() - 0.5
    const height = random.nextPositive()
    const us = 0.5 - Math.abs(u)
    const k = Math.floor(((2 * a) / us + b) * u + c)
    if (us >= 0.07 && height <= v) return k
    if (k < 0 || k > n) continue
    const bound =
      logFactorial(mode) +
      logFactorial(n - mode) -
      logFactorial(k) -
      logFactorial(n - k) +
      (k - mode) * logOdds
    if (Math.log((height * alpha) / (a / (us * us) + b)) <= bound) return k
  }
}

const logFactorials = [0]
for (let n = 1; n < 128; n++) logFactorials.push(logFactorials[n - 1]! + Math.log(n))

/** ln n!, exact below 128, by Stirling's series above (error below 1e-14). */
function logFactorial(n: number): number {
  if (n < logFactorials.length) return logFactorials[n]!
  const x = n + 1
  const inverse = 1 / (x * x)
  return (
    (x - 0.5) * Math.log(x) -
    x +
    0.9189385332046727 +
    (1 / 12 - (1 / 360 - inverse / 1260) * inverse) / x
  )
}
