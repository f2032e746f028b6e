import { createRequire } from 'node:module'
import { dirname, join, sep } from 'node:path'
import type * as TensorFlow from '@tensorflow/tfjs'

/** TensorFlow.js with its fastest backend that loads here. */
export interface LoadedTensorFlow {
  tf: typeof TensorFlow
  /** `tfjs-node`, `tfjs-wasm` or `tfjs-cpu`. */
  backend: string
}

/**
 * Loads the native library where its optional package is installed, else WebAssembly, else plain JavaScript.
 * The native one is an optional dependency: its binary comes from a host that many networks do not reach.
 */
export async function loadTensorFlow(): Promise<LoadedTensorFlow> {
  const native = await loadNative()
  if (native) return { tf: native, backend: 'tfjs-node' }

  const tf = await withoutAdvertisement(() => import('@tensorflow/tfjs'))
  const wasm = await import('@tensorflow/tfjs-backend-wasm')
  const folder = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'))
  wasm.setWasmPaths(join(folder, sep))
  if (await tf.setBackend('wasm').catch(() => false)) return { tf, backend: 'tfjs-wasm' }
  await tf.setBackend('cpu')
  return { tf, backend: 'tfjs-cpu' }
}

/** Null when the optional package is absent or its library does not load. */
async function loadNative(): Promise<typeof TensorFlow | null> {
  const specifier: string = '@tensorflow/tfjs-node'
  try {
    return (await import(specifier)) as typeof TensorFlow
  } catch {
    return null
  }
}

/** The library greets every Node process with an advertisement for its native version; we have tried that one. */
async function withoutAdvertisement<T>(load: () => Promise<T>): Promise<T> {
  const { warn } = console
  console.warn = () => {}
  try {
    return await load()
  } finally {
    console.warn = warn
  }
}
