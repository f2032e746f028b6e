import { checkGoldenVectors } from './check-golden-vectors.ts'

// Run by deno.stack.test.ts in the Deno that runs the edge functions. Prints one line of JSON.
const { deno } = (globalThis as unknown as { Deno: { version: { deno: string } } }).Deno.version
console.log(JSON.stringify(checkGoldenVectors(`Deno ${deno}`)))
