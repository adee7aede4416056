import { contract } from '@hufu/contract'
import type { BatchStep, PersonNamed, PreviewView } from '@hufu/contract'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { UseQueryResult } from '@tanstack/react-query'
import { ask } from '../data/ask.ts'

const PEOPLE_PAGE = 50

/** Never read again by itself: what one has looked at must not change under the button, nor when it was saved. */
const still = { staleTime: 'static', gcTime: 0, retry: false } as const

/** What commands would change, exactly. Asked anew each time it is looked at; `null` waits. */
export function usePreview(steps: readonly BatchStep[] | null): UseQueryResult<PreviewView> {
  return useQuery({
    queryKey: ['preview', steps] as const,
    queryFn: ({ signal }) => ask(contract.batches.preview, { body: { steps: [...(steps ?? [])] } }, signal),
    enabled: steps !== null && steps.length > 0,
    ...still,
  })
}

/** Everybody of one group of people alike, page by page. `of` is its place in the preview. */
export function usePreviewPeople(steps: readonly BatchStep[], of: number, count: number, enabled: boolean) {
  const read = useInfiniteQuery({
    queryKey: ['preview-people', steps, of] as const,
    queryFn: async ({ pageParam: from, signal }): Promise<readonly PersonNamed[]> => {
      const people = { of, from, limit: PEOPLE_PAGE }
      const { alike } = await ask(contract.batches.preview, { body: { steps: [...steps], people } }, signal)
      return alike[of]?.people ?? []
    },
    initialPageParam: 0,
    getNextPageParam: (last, _, from) =>
      last.length < PEOPLE_PAGE || from + PEOPLE_PAGE >= count ? undefined : from + PEOPLE_PAGE,
    enabled,
    ...still,
  })
  return { ...read, people: read.data?.pages.flat() ?? null }
}
