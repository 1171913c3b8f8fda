import type { Logger } from 'pino'
import { startFeed, type FeedProgram } from '../programs.ts'
import { createBlacklist, type Blacklist, type BlacklistOptions } from './blacklist.ts'
import { embeddedFeed } from './embedded-feed.ts'

/** With a feed of its own on loopback, started with the workspace and stopped with it. */
export async function openOwnBlacklist(
  options: BlacklistOptions & { readonly directory: string; readonly feedFile: string },
): Promise<Blacklist> {
  const blacklist = createBlacklist(options)
  const feed = await launch(blacklist, options)
  return {
    ...blacklist,
    close: async () => {
      await blacklist.close()
      await feed?.stop()
    },
  }
}

/** A feed that cannot start must not keep the console from opening: everything else works without it. */
async function launch(
  blacklist: Blacklist,
  { directory, feedFile, log }: { readonly directory: string; readonly feedFile: string; readonly log: Logger },
): Promise<FeedProgram | undefined> {
  try {
    const { configFile, token } = await embeddedFeed(directory)
    return startFeed({
      file: feedFile,
      configFile,
      log: log.child({ program: 'feed' }),
      onReady: ({ url }) => blacklist.useFeed({ url, token }),
      onDown: (why) => blacklist.feedLost(why),
    })
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    log.error({ err: error }, 'the feed cannot be started')
    blacklist.feedLost(why)
    return undefined
  }
}
