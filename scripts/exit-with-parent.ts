import { isMainThread } from 'node:worker_threads'

// Preloaded into children that were spawned with an IPC channel: the channel closes when their parent ends,
// however it ended, so none of them outlives it.
if (isMainThread && process.channel) {
  process.on('disconnect', () => process.exit(1))
  process.channel.unref()
}
