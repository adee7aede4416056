/**
 * Seconds of one core that some work takes: the thread's own time, so that whatever else the machine runs in between
 * does not count as deciding.
 */
export function coreSeconds(work: () => void): number {
  const before = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1e6
}
