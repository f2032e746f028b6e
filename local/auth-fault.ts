/** GoTrue's form of an error. */
export function authFault(status: number, code: string, message: string): Response {
  return Response.json({ code: status, error_code: code, msg: message }, { status })
}
