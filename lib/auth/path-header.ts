/** Request header in which proxy.ts tells server components the path and query that were asked for. */
export const PATH_HEADER = 'x-fraud-desk-path'
