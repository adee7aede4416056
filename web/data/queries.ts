import { contract } from '@hufu/contract'
import type { Route } from '@hufu/contract'
import {
  MutationCache,
  QueryCache,
  QueryClient,
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
} from '@tanstack/react-query'
import type { UseMutationResult, UseQueryResult } from '@tanstack/react-query'
import { useMemo } from 'react'
import { ask } from './ask.ts'
import { isProblem } from './problem.ts'
import type { AnswerOf, InputOf, RawInput } from './shapes.ts'

const RETRIES_MAX = 2
const FRESH_MS = 15_000
/** The tree is large and changes seldom; our own changes read it again at once. */
const TREE_FRESH_MS = 120_000
const TREE_URL = contract.directory.tree.url

const worthAnotherTry = (count: number, error: Error): boolean =>
  count < RETRIES_MAX &&
  isProblem(error) &&
  (error.status === 0 || error.status === 502 || error.status === 503)

/** The code of a refusal to a session that has not proved all that the company asks by now. */
const FACTOR_NEEDED = 'identity/factor-needed'

// Who I am says so too, and the page follows that: it is read again where something else was refused for it.
const noteLimited = (error: Error): void => {
  if (isProblem(error) && error.code === FACTOR_NEEDED) void readAgain(contract.identity.me)
}

/** The one cache of the page. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noteLimited }),
  mutationCache: new MutationCache({ onError: noteLimited }),
  defaultOptions: {
    queries: { staleTime: FRESH_MS, retry: worthAnotherTry },
    mutations: { retry: false },
  },
})

const keyOf = (route: Route, input: RawInput): readonly [string, RawInput] => [
  `${route.method} ${route.url}`,
  input,
]

/** Options of a read, for `useQuery`, `useSuspenseQuery` and `ensureQueryData`. */
export function reads<R extends Route>(route: R, input: InputOf<R>) {
  return queryOptions<AnswerOf<R>, Error>({
    queryKey: keyOf(route, input as RawInput),
    queryFn: ({ signal }) => ask(route, input, signal),
    staleTime: route.url === TREE_URL ? TREE_FRESH_MS : FRESH_MS,
  })
}

/** Reads a route. `enabled: false` waits. */
export function useAsk<R extends Route>(
  route: R,
  input: InputOf<R>,
  options: { readonly enabled?: boolean; readonly everyMs?: number | false; readonly keep?: boolean } = {},
): UseQueryResult<AnswerOf<R>> {
  return useQuery({
    ...reads(route, input),
    enabled: options.enabled ?? true,
    refetchInterval: options.everyMs ?? false,
    ...(options.keep === true ? { placeholderData: keepPreviousData } : {}),
  })
}

/** What one item of a paged route is. */
export type ItemOf<R extends Route> =
  AnswerOf<R> extends { readonly items: readonly (infer Item)[] } ? Item : never

/** A list read page by page. `total` is null when the server does not count. */
export type Pages<Item> = {
  readonly items: readonly Item[]
  readonly total: number | null
  readonly hasMore: boolean
  readonly more: () => void
  readonly loading: boolean
  readonly loadingMore: boolean
  readonly error: Error | null
  readonly again: () => void
}

type Page = {
  readonly items: readonly unknown[]
  readonly next: string | null
  readonly total?: number | undefined
}

/** The input for the page after a cursor. Questions too long for an address carry theirs in the body. */
const from = (route: Route, input: RawInput, cursor: string | null): RawInput => {
  if (cursor === null) return input
  if (route.method === 'GET') return { ...input, query: { ...input.query, cursor } }
  return { ...input, body: Object.assign({}, input.body, { cursor }) }
}

/**
 * Reads a paged route with its cursors; what was shown stays while a changed filter is read. `version` says of what
 * else the answer depends: when that is another, the list is read again.
 */
export function usePages<R extends Route>(
  route: R,
  input: InputOf<R>,
  enabled = true,
  version = '',
): Pages<ItemOf<R>> {
  const raw = input as RawInput
  const read = useInfiniteQuery({
    queryKey: [...keyOf(route, raw), 'pages', version] as const,
    queryFn: async ({ pageParam, signal }) => {
      // A cursor keeps this an input of the same route, and every paged route answers a page.
      return (await ask(route, from(route, raw, pageParam) as InputOf<R>, signal)) as unknown as Page
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    enabled,
  })
  const items = useMemo(() => read.data?.pages.flatMap((page) => page.items) ?? [], [read.data])
  return {
    // The route's own answer was parsed, so its items are of its item type.
    items: items as readonly ItemOf<R>[],
    total: read.data?.pages[0]?.total ?? null,
    hasMore: read.hasNextPage,
    more: () => {
      if (!read.isFetchingNextPage) void read.fetchNextPage()
    },
    loading: read.isPending && enabled,
    loadingMore: read.isFetchingNextPage,
    error: read.data === undefined ? read.error : null,
    again: () => void read.refetch(),
  }
}

/** Forgets what was read, so that it is read again where it is shown. The department tree only when named. */
export async function readAgain(...routes: readonly Route[]): Promise<void> {
  const named = new Set(routes.map((route) => `${route.method} ${route.url}`))
  const heavy = `GET ${TREE_URL}`
  await queryClient.invalidateQueries({
    predicate: ({ queryKey }) => (named.size === 0 ? queryKey[0] !== heavy : named.has(String(queryKey[0]))),
  })
}

/** A write. After it everything shown is read again; `tree: true` reads the department tree again too. */
export function useWrite<R extends Route>(
  route: R,
  options: {
    readonly tree?: boolean
    /** Nothing shown can have changed: read nothing again. */
    readonly quiet?: boolean
    readonly onDone?: (answer: AnswerOf<R>) => void
  } = {},
): UseMutationResult<AnswerOf<R>, Error, InputOf<R>> {
  return useMutation({
    mutationFn: (input: InputOf<R>) => ask(route, input),
    onSuccess: async (answer) => {
      options.onDone?.(answer)
      if (options.quiet === true) return
      if (options.tree === true) await readAgain(contract.directory.tree)
      await readAgain()
    },
  })
}
