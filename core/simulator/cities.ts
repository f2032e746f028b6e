/** A place where customers live and merchants trade. */
export interface City {
  name: string
  state: string
  /** A postal code of the city, as text. */
  zip: string
  /** Degrees north. */
  latitude: number
  /** Degrees east (negative in the United States). */
  longitude: number
  /** Inhabitants, rounded; it sets how many customers live here. */
  population: number
}

type CityRow = [
  name: string,
  state: string,
  zip: string,
  latitude: number,
  longitude: number,
  population: number,
]

// Approximate centres and populations of the 2010s: the simulation needs distances, not a gazetteer.
const rows: readonly CityRow[] = [
  ['New York', 'NY', '10001', 40.7128, -74.006, 8336000],
  ['Los Angeles', 'CA', '90012', 34.0522, -118.2437, 3979000],
  ['Chicago', 'IL', '60602', 41.8781, -87.6298, 2693000],
  ['Houston', 'TX', '77002', 29.7604, -95.3698, 2320000],
  ['Phoenix', 'AZ', '85003', 33.4484, -112.074, 1680000],
  ['Philadelphia', 'PA', '19107', 39.9526, -75.1652, 1584000],
  ['San Antonio', 'TX', '78205', 29.4241, -98.4936, 1547000],
  ['San Diego', 'CA', '92101', 32.7157, -117.1611, 1423000],
  ['Dallas', 'TX', '75201', 32.7767, -96.797, 1343000],
  ['Austin', 'TX', '78701', 30.2672, -97.7431, 978000],
  ['Jacksonville', 'FL', '32202', 30.3322, -81.6557, 911000],
  ['Columbus', 'OH', '43215', 39.9612, -82.9988, 898000],
  ['Charlotte', 'NC', '28202', 35.2271, -80.8431, 885000],
  ['San Francisco', 'CA', '94103', 37.7749, -122.4194, 881000],
  ['Indianapolis', 'IN', '46204', 39.7684, -86.1581, 876000],
  ['Seattle', 'WA', '98101', 47.6062, -122.3321, 753000],
  ['Denver', 'CO', '80202', 39.7392, -104.9903, 727000],
  ['Boston', 'MA', '02108', 42.3601, -71.0589, 692000],
  ['El Paso', 'TX', '79901', 31.7619, -106.485, 681000],
  ['Nashville', 'TN', '37203', 36.1627, -86.7816, 670000],
  ['Detroit', 'MI', '48226', 42.3314, -83.0458, 670000],
  ['Oklahoma City', 'OK', '73102', 35.4676, -97.5164, 655000],
  ['Portland', 'OR', '97204', 45.5152, -122.6784, 654000],
  ['Las Vegas', 'NV', '89101', 36.1699, -115.1398, 651000],
  ['Memphis', 'TN', '38103', 35.1495, -90.049, 651000],
  ['Louisville', 'KY', '40202', 38.2527, -85.7585, 617000],
  ['Baltimore', 'MD', '21202', 39.2904, -76.6122, 593000],
  ['Milwaukee', 'WI', '53202', 43.0389, -87.9065, 590000],
  ['Albuquerque', 'NM', '87102', 35.0844, -106.6504, 560000],
  ['Tucson', 'AZ', '85701', 32.2226, -110.9747, 548000],
  ['Fresno', 'CA', '93721', 36.7378, -119.7871, 531000],
  ['Sacramento', 'CA', '95814', 38.5816, -121.4944, 513000],
  ['Kansas City', 'MO', '64106', 39.0997, -94.5786, 495000],
  ['Atlanta', 'GA', '30303', 33.749, -84.388, 488000],
  ['Omaha', 'NE', '68102', 41.2565, -95.9345, 478000],
  ['Miami', 'FL', '33130', 25.7617, -80.1918, 468000],
  ['Minneapolis', 'MN', '55401', 44.9778, -93.265, 429000],
  ['Tulsa', 'OK', '74103', 36.154, -95.9928, 401000],
  ['Tampa', 'FL', '33602', 27.9506, -82.4572, 400000],
  ['New Orleans', 'LA', '70112', 29.9511, -90.0715, 391000],
  ['Wichita', 'KS', '67202', 37.6872, -97.3301, 390000],
  ['Cleveland', 'OH', '44113', 41.4993, -81.6944, 382000],
  ['Honolulu', 'HI', '96813', 21.3069, -157.8583, 345000],
  ['Lexington', 'KY', '40507', 38.0406, -84.5037, 323000],
  ['St. Louis', 'MO', '63101', 38.627, -90.1994, 301000],
  ['Pittsburgh', 'PA', '15222', 40.4406, -79.9959, 300000],
  ['Anchorage', 'AK', '99501', 61.2181, -149.9003, 288000],
  ['Lincoln', 'NE', '68508', 40.8136, -96.7026, 289000],
  ['Buffalo', 'NY', '14202', 42.8864, -78.8784, 255000],
  ['Madison', 'WI', '53703', 43.0731, -89.4012, 260000],
  ['Boise', 'ID', '83702', 43.615, -116.2023, 229000],
  ['Richmond', 'VA', '23219', 37.5407, -77.436, 230000],
  ['Spokane', 'WA', '99201', 47.6588, -117.426, 222000],
  ['Des Moines', 'IA', '50309', 41.5868, -93.625, 214000],
  ['Salt Lake City', 'UT', '84101', 40.7608, -111.891, 200000],
  ['Little Rock', 'AR', '72201', 34.7465, -92.2896, 197000],
  ['Sioux Falls', 'SD', '57104', 43.5446, -96.7311, 183000],
  ['Savannah', 'GA', '31401', 32.0809, -81.0912, 145000],
  ['Billings', 'MT', '59101', 45.7833, -108.5007, 110000],
  ['Duluth', 'MN', '55802', 46.7867, -92.1005, 86000],
  ['Portland', 'ME', '04101', 43.6591, -70.2568, 66000],
  ['Burlington', 'VT', '05401', 44.4759, -73.2121, 43000],
  ['Bozeman', 'MT', '59715', 45.677, -111.0429, 48000],
  ['Taos', 'NM', '87571', 36.4072, -105.5731, 5700],
]

/** Sixty-four cities of the United States, from eight million inhabitants to six thousand. */
export const cities: readonly City[] = rows.map(
  ([name, state, zip, latitude, longitude, population]) => ({
    name,
    state,
    zip,
    latitude,
    longitude,
    population,
  }),
)
