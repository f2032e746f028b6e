import { isMainThread } from 'node:worker_threads'

// Preloaded into children that were spawned with an IPC channel, and inherited by what they fork: the channel
// closes when their parent ends, however it ended, so none of them outlives it. Listening for `disconnect`
// would keep the channel, and with it the process, alive; looking at it now and then does not.
if (isMainThread && process.connected) {
  setInterval(() => {
    if (!process.connected) process.exit(1)
  }, 500).unref()
}
