/** How fast the two running means forget; the values of the paper. */
const FIRST_DECAY = 0.9
const SECOND_DECAY = 0.999
const EPSILON = 1e-8

/**
 * Adam (D. P. Kingma & J. Ba, "Adam: a method for stochastic optimization", ICLR 2015, algorithm 1) for one array of
 * weights. A network for tables has a few thousand of them, so a loop over plain arrays costs far less than the dozen
 * tensors per weight that a library's optimiser makes, and it gives the same bits on every backend.
 */
export class Adam {
  readonly #first: Float64Array
  readonly #second: Float64Array
  #steps = 0

  constructor(size: number) {
    this.#first = new Float64Array(size)
    this.#second = new Float64Array(size)
  }

  /** Moves `weights` in place against their gradient, to which 2 × `l2` × weight is added. */
  step(weights: Float32Array, gradient: Float32Array, rate: number, l2: number): void {
    this.#steps++
    const first = this.#first
    const second = this.#second
    const size =
      (rate * Math.sqrt(1 - SECOND_DECAY ** this.#steps)) / (1 - FIRST_DECAY ** this.#steps)
    for (let i = 0; i < weights.length; i++) {
      const g = gradient[i]! + 2 * l2 * weights[i]!
      first[i] = FIRST_DECAY * first[i]! + (1 - FIRST_DECAY) * g
      second[i] = SECOND_DECAY * second[i]! + (1 - SECOND_DECAY) * g * g
      weights[i]! -= (size * first[i]!) / (Math.sqrt(second[i]!) + EPSILON)
    }
  }
}
