import type { z } from 'zod'

/** Where an MLflow server answers, and how to sign in there. */
export interface MlflowServer {
  url: string
  /** The authorization header; null where the server asks for none. */
  authorization: string | null
}

/** Calls to one MLflow server over its REST API (version 2.0). Every call throws Error with a sentence when it fails. */
export interface MlflowClient {
  post<Schema extends z.ZodType>(
    path: string,
    body: unknown,
    schema: Schema,
  ): Promise<z.output<Schema>>
  /** Null when there is no such thing. */
  find<Schema extends z.ZodType>(
    path: string,
    query: Record<string, string>,
    schema: Schema,
  ): Promise<z.output<Schema> | null>
  /** Stores a file through the server; `path` is below its artifacts. */
  putArtifact(path: string, body: string | Uint8Array): Promise<void>
}

/** One call waits no longer than this. */
const CALL_TIMEOUT_MS = 10_000

/**
 * Reads MLFLOW_TRACKING_URI, and MLFLOW_TRACKING_TOKEN or _USERNAME and _PASSWORD, as MLflow's own clients do.
 * Null where no server, or none over HTTP, is named.
 */
export function readMlflowServer(env: Record<string, string | undefined>): MlflowServer | null {
  const url = env.MLFLOW_TRACKING_URI?.trim().replace(/\/+$/, '')
  if (!url || !/^https?:\/\//.test(url)) return null
  if (env.MLFLOW_TRACKING_TOKEN) {
    return { url, authorization: `Bearer ${env.MLFLOW_TRACKING_TOKEN}` }
  }
  if (env.MLFLOW_TRACKING_USERNAME) {
    const pair = `${env.MLFLOW_TRACKING_USERNAME}:${env.MLFLOW_TRACKING_PASSWORD ?? ''}`
    return { url, authorization: `Basic ${Buffer.from(pair).toString('base64')}` }
  }
  return { url, authorization: null }
}

/** Opens the client; nothing is sent before the first call. Aborting ends every call. */
export function openMlflow(server: MlflowServer, signal: AbortSignal): MlflowClient {
  const send = async (method: string, path: string, body: BodyInit | null) => {
    const headers: Record<string, string> = {}
    if (server.authorization) headers.authorization = server.authorization
    if (typeof body === 'string') headers['content-type'] = 'application/json'
    return await fetch(`${server.url}/api/2.0/${path}`, {
      method,
      headers,
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(CALL_TIMEOUT_MS)]),
    })
  }
  const refuse = async (path: string, response: Response): Promise<never> => {
    const text = (await response.text()).slice(0, 300)
    throw new Error(`MLflow answered ${response.status} to ${path}: ${text}`)
  }
  return {
    async post(path, body, schema) {
      const response = await send('POST', `mlflow/${path}`, JSON.stringify(body))
      if (!response.ok) return await refuse(path, response)
      return schema.parse(await response.json())
    },
    async find(path, query, schema) {
      const response = await send('GET', `mlflow/${path}?${new URLSearchParams(query)}`, null)
      if (response.status === 404) return null
      if (!response.ok) return await refuse(path, response)
      return schema.parse(await response.json())
    },
    async putArtifact(path, body) {
      const escaped = path.split('/').map(encodeURIComponent).join('/')
      const response = await send(
        'PUT',
        `mlflow-artifacts/artifacts/${escaped}`,
        new Blob([body as Uint8Array<ArrayBuffer>]),
      )
      if (!response.ok) await refuse(path, response)
    },
  }
}
