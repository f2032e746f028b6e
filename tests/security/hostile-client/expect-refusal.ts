import { expect } from 'vitest'

/** Refused with a 4xx, and nothing of the inside in the answer. */
export async function refused(answer: Promise<Response>, what: string) {
  const response = await answer
  const text = await response.text()
  expect(
    `${what}: ${response.status >= 400 && response.status < 500 ? 'refused' : `${response.status} ${text}`}`,
  ).toBe(`${what}: refused`)
  expect(text, what).not.toMatch(/node_modules|\bat .+:\d+:\d+|select .+ from /i)
}

/** Answered, whatever it is, but not with a fault of the server's. */
export async function survived(answer: Promise<Response>, what: string) {
  const response = await answer
  expect(
    `${what}: ${response.status < 500 ? 'fine' : `${response.status} ${await response.text()}`}`,
  ).toBe(`${what}: fine`)
}
