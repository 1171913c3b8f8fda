import './begun.ts'
import '../../../../src/engine/store/thread/loaded.ts'

setInterval(() => undefined, 60_000)
