/** Arguments of a server action, and fields of a form, that a page may send. */
const MAX_ARGUMENTS = 100

/** Why a request is refused, as its answer says it. */
export interface ActionFault {
  status: 400 | 413 | 415
  code: 'malformed_action' | 'too_large' | 'unsupported_type'
  message: string
}

/**
 * Finds what is wrong with the body of a server action before Next decodes it: what Next cannot decode it answers with
 * a 500. The app's actions take plain values and forms, so references of React's protocol
 * (https://github.com/facebook/react/blob/main/packages/react-client/src/ReactFlightReplyClient.js) to anything but a
 * form are refused. Reads at most `maxBytes` of the body. Null for other requests and for sound ones.
 */
export async function findActionFault(
  request: Request,
  maxBytes: number,
): Promise<ActionFault | null> {
  if (request.method !== 'POST') return null
  const type = request.headers.get('content-type') ?? ''
  const isForm = type.startsWith('multipart/form-data')
  const isAction = request.headers.has('next-action')
  if (!isAction && !isForm) return null
  if (isAction && !isForm && !type.startsWith('text/plain')) {
    return {
      status: 415,
      code: 'unsupported_type',
      message: 'An action takes text/plain or multipart/form-data. Use the pages of the app.',
    }
  }
  const body = await readBody(request, maxBytes)
  if (body === null) {
    return {
      status: 413,
      code: 'too_large',
      message: 'The app takes at most 1 MiB in one request. Upload files on the uploads page.',
    }
  }
  try {
    if (!isForm) requireArguments(new TextDecoder().decode(body), () => false)
    else {
      const form = await new Response(body, { headers: { 'content-type': type } }).formData()
      if (isAction) requireActionForm(form)
      else requirePageForm(form)
    }
    return null
  } catch {
    return {
      status: 400,
      code: 'malformed_action',
      message: 'What was sent is not what a page of this app sends. Reload the page and try again.',
    }
  }
}

async function readBody(
  request: Request,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const pieces: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  for await (const piece of request.body ?? []) {
    size += piece.length
    if (size > maxBytes) return null
    pieces.push(piece)
  }
  return new Uint8Array(await new Blob(pieces).arrayBuffer())
}

/** As a page's script sends it: the arguments in field 0, forms among them in fields of their own. */
function requireActionForm(form: FormData): void {
  const [root, ...others] = form.getAll('0')
  if (typeof root !== 'string' || others.length > 0) throw new TypeError('no arguments')
  requireArguments(root, (reference) => /^\$K[0-9a-f]+$/.test(reference))
}

/** As a page without scripts sends it: `$ACTION_1:0` names the action, further ones hold its first arguments. */
function requirePageForm(form: FormData): void {
  for (const [name, value] of form) {
    const [, action] = /^\$ACTION_(\d+):/.exec(name) ?? []
    if (action === undefined) continue
    requirePlain(JSON.parse(String(value)), (reference) => {
      const [, bound] = /^\$@([0-9a-f]+)$/.exec(reference) ?? []
      return name.endsWith(':0') && bound !== '0' && form.has(`$ACTION_${action}:${bound}`)
    })
  }
}

type Allows = (reference: string) => boolean

function requireArguments(text: string, allows: Allows): void {
  const sent: unknown = JSON.parse(text)
  if (!Array.isArray(sent) || sent.length > MAX_ARGUMENTS) throw new TypeError('no arguments')
  requirePlain(sent, allows)
}

/** Throws where a string is a reference; `$$` begins a string that only looks like one. */
function requirePlain(value: unknown, allows: Allows): void {
  if (typeof value === 'string') {
    if (/^\$(?!\$|undefined$)/.test(value) && !allows(value)) throw new TypeError('a reference')
  } else if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) requirePlain(inner, allows)
  }
}
