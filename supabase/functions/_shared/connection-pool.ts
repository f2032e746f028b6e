import { Socket } from 'node:net'
import postgres from 'postgres'

/** Longer than any request: what is still under way then will never end. */
const LONGEST_REQUEST_SECONDS = 150

/**
 * Small writes are sent at once. As the library opens sockets, the end of a COPY waits for the server to acknowledge the
 * rows before it, and the server waits 40 ms for something to say; so does the statement after it.
 */
const WITHOUT_DELAY = {
  socket({ host, port }: { host: string[]; port: number[] }): Socket {
    const socket = new Socket().setNoDelay(true)
    // The library reads both again, for TLS and for its messages.
    Object.assign(socket, { host: host[0], port: port[0] })
    return socket.connect(port[0]!, host[0]!)
  },
}

/**
 * Connections to the database that are given up together as soon as one of them breaks: the library (postgres 3.4.9)
 * may keep what was not sent yet and send it first on the connection that comes next, which then never answers.
 * Statements and transactions under way on the others are finished; whoever asks for more on a set that was given up
 * is refused with CONNECTION_ENDED, and finds the next set when the request comes again.
 */
export class ConnectionPool {
  readonly #url: string
  #current: postgres.Sql | undefined

  constructor(url: string) {
    this.#url = url
  }

  /** The connections of now. Ask again for every request. */
  current(): postgres.Sql {
    this.#current ??= this.#open()
    return this.#current
  }

  /** Ends all connections. */
  async end(): Promise<void> {
    const ended = this.#current
    this.#current = undefined
    await ended?.end({ timeout: 1 })
  }

  #open(): postgres.Sql {
    // Few connections and no named statements, so that it works through a transaction pooler as well. They stay open,
    // so that one that closes has broken.
    const opened: postgres.Sql = postgres(this.#url, {
      max: 4,
      prepare: false,
      fetch_types: false,
      idle_timeout: 0,
      max_lifetime: 0,
      connect_timeout: 10,
      ...WITHOUT_DELAY,
      onnotice: () => {},
      onclose: () => {
        if (this.#current !== opened) return
        this.#current = undefined
        void opened.end({ timeout: LONGEST_REQUEST_SECONDS })
      },
    })
    return opened
  }
}
