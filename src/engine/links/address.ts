import { RpcError } from '../../contract/rpc/error.ts'

/**
 * Where a sensor may be reached. Plain `ws:` is for this machine alone: over a network anybody could read the events
 * and play the sensor.
 * @throws RpcError `bad-request` in words.
 */
export function checkSensorUrl(text: string): string {
  if (!URL.canParse(text))
    throw new RpcError('bad-request', 'write the address as ws://127.0.0.1:7060 or wss://host:port')
  const url = new URL(text)
  if (url.protocol !== 'ws:' && url.protocol !== 'wss:')
    throw new RpcError('bad-request', 'the address must begin with ws:// or wss://')
  if (url.protocol === 'ws:' && !isLoopback(url))
    throw new RpcError('bad-request', 'ws:// is for this machine alone; use wss:// for sensors elsewhere')
  if (url.username || url.password) throw new RpcError('bad-request', 'the address must hold no user or password')
  return url.href
}

export function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}
