import { onScopeDispose } from 'vue'
import { useRouter } from 'vue-router'
import { useApi } from '../api/use-api.ts'
import { screens } from '../commands/screens.ts'
import { useCommands } from '../commands/useCommands.ts'
import { useCopy } from '../lists/clipboard.ts'
import { useLive } from '../stores/live.ts'
import { useOverlays } from '../stores/overlays.ts'
import { presets, useRange } from '../stores/range.ts'
import { useToasts } from '../stores/toasts.ts'
import { useView } from '../stores/view.ts'
import { useViewCommands } from './useViewCommands.ts'

/** The router notes in each entry which screen came before; the first one has none. */
const hasBack = (): boolean => typeof (history.state as { back?: unknown } | null)?.back === 'string'

/** What can be done on every screen. */
export function useFrameCommands(): void {
  const router = useRouter()
  const view = useView()
  const range = useRange()
  const live = useLive()
  const overlays = useOverlays()
  const toasts = useToasts()
  const copy = useCopy()

  onScopeDispose(useApi().onChange((topics) => topics.has('workspace') && toasts.forget()))
  useViewCommands()
  useCommands([
    ...screens.map(({ name, path, title, keys }) => ({
      id: `go.${name}`,
      title: `Go to ${title}`,
      group: 'Go to' as const,
      keys: [keys],
      run: () => void router.push(path),
    })),
    {
      id: 'go.back',
      title: 'Back',
      group: 'Go to',
      keys: ['Escape'],
      keysOnly: true,
      when: hasBack,
      run: () => router.back(),
    },
  ])
  useCommands(
    presets.map(({ id, label, keys }) => ({
      id: `time.${id}`,
      title: label,
      group: 'Time' as const,
      keys: [keys],
      run: () => range.follow(id),
    })),
  )
  useCommands([
    { id: 'time.freeze', title: 'Freeze this range', group: 'Time', keys: ['t a'], run: range.freeze },
    { id: 'time.zoom-out', title: 'Zoom out', group: 'Time', keys: ['t -'], run: range.zoomOut },
    { id: 'time.earlier', title: 'Shift earlier', group: 'Time', keys: ['t ArrowLeft'], run: () => range.shift(-1) },
    { id: 'time.later', title: 'Shift later', group: 'Time', keys: ['t ArrowRight'], run: () => range.shift(1) },
    { id: 'view.zone', title: 'Switch UTC and local time', group: 'View', keys: ['u'], run: view.toggleZone },
    { id: 'view.theme', title: 'Switch dark and light', group: 'View', run: view.toggleTheme },
    { id: 'view.density', title: 'Switch compact and comfortable rows', group: 'View', run: view.toggleDensity },
    { id: 'view.letters', title: 'Switch single-letter keys on or off', group: 'View', run: view.toggleLetters },
    {
      id: 'live.pause',
      title: 'Pause or resume Live',
      group: 'View',
      keys: ['.'],
      short: 'pause',
      run: live.togglePause,
    },
    {
      id: 'console.palette',
      title: 'Open the command palette',
      group: 'Console',
      keys: ['Ctrl+K', 'Ctrl+Shift+P'],
      keysOnly: true,
      footer: 90,
      short: 'palette',
      run: () => (overlays.palette = true),
    },
    {
      id: 'console.keys',
      title: 'Show all keys',
      group: 'Console',
      keys: ['?'],
      footer: 91,
      short: 'keys',
      run: () => (overlays.sheet = true),
    },
    {
      id: 'console.jobs',
      title: 'Show long tasks and their progress',
      group: 'Console',
      run: () => (overlays.jobs = true),
    },
    {
      id: 'console.copy-link',
      title: 'Copy the link of this screen',
      group: 'Console',
      keys: ['y'],
      run: () => copy('link of this screen', new URL(router.currentRoute.value.fullPath, location.href).href),
    },
    { id: 'console.undo', title: 'Undo', group: 'Console', keys: ['Ctrl+Z'], run: toasts.undo },
  ])
}
