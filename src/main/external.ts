import { shell } from 'electron'

/**
 * The only way out of the console. A link may have been written by an attacker: other schemes can start programs on the
 * analyst's machine, and a name before an @ makes an address look like another.
 */
export function openLink(address: string): void {
  const url = URL.parse(address)
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '') return
  void shell.openExternal(url.href)
}
