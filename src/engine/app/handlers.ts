import type { AppInfo, StoreHealth } from '../../contract/console/app.ts'
import type { ConsoleCallHandlers } from '../../contract/console/index.ts'
import { giveUpSealedKey } from '../blacklist/feed/load-identity.ts'
import type { ConsoleState } from '../console-state.ts'
import { systemsInfo } from '../geo/systems/info.ts'
import type { Store } from '../store/open.ts'
import { isEmpty, storedEvents } from '../store/totals.ts'
import type { Workspace } from '../workspace.ts'

type AppHandlers = Pick<ConsoleCallHandlers, 'app.info' | 'demo.start' | 'demo.stop' | 'identity.renew'>

export const appHandlers = (state: ConsoleState, workspace: Workspace): AppHandlers => ({
  'app.info': () => info(state, workspace),
  'demo.start': () => state.startDemo(),
  'demo.stop': () => state.stopDemo(),
  'identity.renew': ({ confirmation }) => {
    giveUpSealedKey(workspace.options.dataDirectory, workspace.identity, confirmation)
    return state.reopen()
  },
})

function info(state: ConsoleState, workspace: Workspace): AppInfo {
  const { options, store, identity } = workspace
  return {
    version: options.version,
    host: options.host,
    workspace: workspace.kind,
    demo: state.demo,
    ...(state.demoError === undefined ? {} : { demoError: state.demoError }),
    dataDirectory: options.dataDirectory,
    analyst: { name: identity.name, fingerprint: identity.fingerprint, place: identity.place },
    empty: isEmpty(store.reader),
    store: healthOf(store),
    geo: workspace.geo.info,
    systems: systemsInfo(options.geoSystems),
  }
}

function healthOf(store: Store): StoreHealth {
  const { error } = store.health
  return {
    state: error === undefined ? 'ok' : 'read-only',
    ...(error === undefined ? {} : { error }),
    events: storedEvents(store.reader),
    bytes: store.bytes(),
  }
}
