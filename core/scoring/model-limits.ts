/**
 * Bounds that keep every score finite and every loop short, whoever wrote the artifact:
 * (largest weight × widest layer)^layers × largest float / smallest scale stays below 1e308.
 */
export const modelLimits = {
  features: 2048,
  treeDepth: 128,
  /** Node numbers are stored as Float32, which is exact up to 2^24. */
  nodes: 2 ** 24,
  layers: 16,
  layerWidth: 65_536,
  absoluteWeight: 1e6,
  smallestScale: 1e-12,
} as const
