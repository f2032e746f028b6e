import type { Section } from './model-manifest.ts'

/** Collects the sections of a payload and says where each one lies. */
export class PayloadWriter {
  readonly #parts: Float32Array[] = []
  #length = 0

  /** Appends values, rounded to float32. */
  add(values: ArrayLike<number>): Section {
    const section = { offset: this.#length, length: values.length }
    this.#parts.push(Float32Array.from(values))
    this.#length += values.length
    return section
  }

  /** All sections so far, end to end. */
  toFloat32Array(): Float32Array {
    const payload = new Float32Array(this.#length)
    let offset = 0
    for (const part of this.#parts) {
      payload.set(part, offset)
      offset += part.length
    }
    return payload
  }
}

/** The values of a section, without a copy. */
export function readSection(payload: Float32Array, section: Section): Float32Array {
  return payload.subarray(section.offset, section.offset + section.length)
}
