const RADIANS_PER_DEGREE = 0.017453292519943295
const EARTH_RADIUS_KM = 6371.0088

/**
 * Cosine for angles of at most a right angle, by its Taylor series to the 14th power (error < 1e-9 there).
 * `Math.cos` may differ in its last bit between engines; this cannot.
 */
export function cosine(radians: number): number {
  const s = radians * radians
  return (
    1 -
    (s / 2) *
      (1 -
        (s / 12) *
          (1 - (s / 30) * (1 - (s / 56) * (1 - (s / 90) * (1 - (s / 132) * (1 - s / 182))))))
  )
}

/**
 * Distance in kilometres between two places in degrees, on a plane that touches the sphere at their mean
 * latitude. Within 0.1 % of the great circle up to some 300 km; far apart it overestimates by up to a
 * fifth, which still tells "far" from "near", all that a feature needs.
 */
export function distanceKm(
  fromLatitude: number,
  fromLongitude: number,
  toLatitude: number,
  toLongitude: number,
): number {
  let eastward = toLongitude - fromLongitude
  if (eastward > 180) eastward -= 360
  else if (eastward < -180) eastward += 360
  const x = eastward * cosine(((fromLatitude + toLatitude) / 2) * RADIANS_PER_DEGREE)
  const y = toLatitude - fromLatitude
  return Math.sqrt(x * x + y * y) * RADIANS_PER_DEGREE * EARTH_RADIUS_KM
}
