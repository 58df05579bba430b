import { registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'

/** Root of the gateway, whose package.json says what `#sdk` is. */
const home = new URL('../../', import.meta.url)
const own = new Set(['#sdk', '#sdk/standin', '#sdk/testing'])

/** Folders of connectors that lie outside, as addresses that end in a slash. */
const outside = new Set<string>()

/**
 * Lets the modules of a folder outside of the gateway import `#sdk`, and the packages that the gateway has, as if the folder lay
 * in `connectors/`. Packages of its own go first. Nothing changes for a folder inside.
 *
 * @param folder Absolute path, without symbolic links.
 */
export function admitOutside(folder: string): void {
  const address = `${pathToFileURL(folder).href}/`
  if (address.startsWith(home.href) || outside.has(address)) return
  if (outside.size === 0) register()
  outside.add(address)
}

function register(): void {
  registerHooks({
    resolve(specifier, context, next) {
      const { parentURL = '' } = context
      const isOutside = [...outside].some((address) => parentURL.startsWith(address))
      const isPackage = /^[^./]/.test(specifier) && !/^[a-z]+:/.test(specifier)
      if (!isOutside || !isPackage) return next(specifier, context)
      const asOwn = { ...context, parentURL: new URL('package.json', home).href }
      if (own.has(specifier)) return next(specifier, asOwn)
      try {
        return next(specifier, context)
      } catch (thrown) {
        if (Object(thrown).code !== 'ERR_MODULE_NOT_FOUND') throw thrown
        return next(specifier, asOwn)
      }
    },
  })
}
