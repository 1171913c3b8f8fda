import type { Ref } from 'vue'
import type { BanRow } from '../../../../contract/console/bans.ts'
import type { Selection } from '../../../lists/selection.ts'
import { useListCommands } from '../../../lists/useListCommands.ts'
import { useMenu } from '../../../stores/menu.ts'
import { copiedColumns } from './copied-columns.ts'
import { moveInLane, moveToLane } from './lane-moves.ts'
import { laneNames, type LaneName } from './lanes.ts'

const scope = 'bans'

interface BanLanes {
  readonly lanes: () => Readonly<Record<LaneName, readonly BanRow[]>>
  /** Where it stands in a lane. */
  readonly chosen: () => BanRow | undefined
  readonly chosenId: Ref<string | undefined>
  readonly selected: Ref<Selection>
  readonly element: () => HTMLElement | null
  readonly open: (ban: BanRow) => void
}

/** Lanes answer the keys of lists: up and down in a lane, left and right between lanes. */
export function useBanList({
  lanes,
  chosen,
  chosenId,
  selected,
  element,
  open,
}: BanLanes): (event: MouseEvent) => void {
  const menu = useMenu()
  const rows = (): readonly BanRow[] => laneNames.flatMap((name) => lanes()[name])
  /** From one that stands in no lane, as a link may name it, every way leads to the first. */
  const go = (to: (from: string) => BanRow | undefined): string | undefined => {
    const from = chosen()
    const ban = from ? to(from.id) : rows()[0]
    return (chosenId.value = ban?.id ?? chosenId.value)
  }
  useListCommands<BanRow>({
    scope,
    label: () => 'Bans',
    element,
    rows,
    columns: () => copiedColumns,
    keyOf: ({ id }) => id,
    active: chosen,
    column: () => copiedColumns[0],
    move: (key) => go((from) => moveInLane(lanes(), from, key)),
    moveColumn: (step) => void go((from) => moveToLane(lanes(), from, step)),
    selected,
    selectable: () => true,
    filterable: () => false,
    filter: () => undefined,
    open,
    peekOf: ({ address }) => ({ kind: 'source', address }),
    subjectOf: ({ address }) => ({ address }),
    menuPlace: () => {
      const place = element()?.querySelector('.ban.active')?.getBoundingClientRect()
      return { x: place?.left ?? 0, y: place?.bottom ?? 0 }
    },
  })
  return (event) => {
    element()?.focus({ preventScroll: true })
    menu.open({ scope, kind: 'all', at: { x: event.clientX, y: event.clientY }, from: element() })
  }
}
