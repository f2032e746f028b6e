// Next runs this file in the browser before the app. Zod would otherwise try whether it may compile checks with `eval`,
// which the content security policy refuses and reports. The setting lies where zod looks for it, so that pages without
// zod do not load it.
const scope = globalThis as { __zod_globalConfig?: { jitless?: boolean } }
scope.__zod_globalConfig ??= {}
scope.__zod_globalConfig.jitless = true
