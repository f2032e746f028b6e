// Next runs this file in the browser before the app: settings of packages, which the content security policy asks for.
// They lie where the packages look for them, so that pages without a package do not load it.
const scope = globalThis as {
  __zod_globalConfig?: { jitless?: boolean }
  __webpack_nonce__?: string | undefined
}

// Zod would otherwise try whether it may compile checks with `eval`, which the policy refuses and reports.
scope.__zod_globalConfig ??= {}
scope.__zod_globalConfig.jitless = true

// Dialogs and menus hold the page still by a style sheet (react-remove-scroll), which needs this answer's nonce.
scope.__webpack_nonce__ = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce
