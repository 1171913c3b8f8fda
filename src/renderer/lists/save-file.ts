import type { ReportFile } from '../../contract/console/reports.ts'

/** Hands a file to the browser's (or Electron's) own download, which asks where to put it. */
export function saveFile(file: ReportFile): void {
  const url = URL.createObjectURL(new Blob([new Uint8Array(file.bytes)], { type: file.mime }))
  const link = document.createElement('a')
  link.href = url
  link.download = file.name
  link.click()
  // The download has its own hold on the data once it began; a minute is far more than that takes.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
