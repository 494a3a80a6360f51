import { exportFormats } from '#server/formats/out/formats'
import type { World } from './world'

/** Everything in the world that can be read with a GET, whoever reads it. */
export function listAddresses(world: World): string[] {
  const pages: string[] = [
    '/',
    '/today',
    '/notices',
    '/account',
    '/vocabulary',
    '/sign-in',
    '/password/none',
    '/search?q=zq',
    '/groups',
    '/sign-in/forgotten',
    '/sign-in/sample',
    '/sign-out',
    ...[world.group, world.otherGroup].flatMap((group) =>
      ['', '?index', '/delegations', '/people', '/people/table', '/record', '/settings'].map(
        (page) => `/groups/${group}${page}`,
      ),
    ),
    `/workplans/${world.workplan}`,
    `/workplans/${world.workplan}/plan`,
    `/groups/${world.group}/outbox`,
    `/groups/${world.group}/outbox?status=failed`,
    `/groups/${world.group}/vocabulary`,
    `/groups/${world.otherGroup}/vocabulary`,
  ]
  for (const { id } of world.meetings) {
    pages.push(
      `/meetings/${id}?index`,
      `/meetings/${id}?index&status=withdrawn`,
      `/meetings/${id}?index&q=zq`,
      ...[
        'adoption',
        'consolidation',
        'consolidation/tray',
        'consolidation?groups',
        'proposals',
        'floor',
        'import',
        'list',
        'plan',
        'projector',
        'rights',
        'silence',
        'status',
      ].map((page) => `/meetings/${id}/${page}`),
    )
  }
  for (const { id, meeting } of world.recommendations) {
    const desk = `/meetings/${meeting}/recommendations/${id}`
    pages.push(
      desk,
      `${desk}?authors`,
      `${desk}?tab=history`,
      `${desk}?tab=people`,
      `${desk}?tab=positions`,
      `${desk}?follow`,
      `${desk}/history`,
      `${desk}/history?at=1&authors`,
      `${desk}/merge`,
      `${desk}/informals/new`,
      `/recommendations/${id}/lineage`,
      // Another meeting's address leads nowhere either.
      `/meetings/${world.meetings[0]?.id ?? ''}/recommendations/${id}`,
    )
  }
  for (const { id, meeting, recommendation } of world.amendments)
    pages.push(
      `/meetings/${meeting}/recommendations/${recommendation}/amendments/${id}`,
      `/meetings/${meeting}/recommendations/${recommendation}/amendments/${id}?authors`,
    )
  for (const { id, meeting, recommendation } of world.informals)
    pages.push(`/meetings/${meeting}/recommendations/${recommendation}/informals/${id}`)
  for (const { id } of world.calls) pages.push(`/calls/${id}?index`, `/calls/${id}/answer`)
  for (const { id, meeting } of world.lists)
    pages.push(`/lists/${id}`, `/calls/new?list=${id}`, `/meetings/${meeting}/list`)
  pages.push(`/meetings/${world.meetings[0]?.id ?? ''}/import/${world.import}`)
  for (const document of world.documents) pages.push(`/documents/${document}/authors`)
  return [...new Set(pages)]
}

/** What is answered beside the routes. */
export function listOtherAddresses(world: World): string[] {
  const found: string[] = ['/api/v1/openapi.json']
  const ids: Record<string, string[]> = {
    workplans: [],
    meetings: world.meetings.map(({ id }) => id),
    recommendations: world.recommendations.map(({ id }) => id),
    amendments: world.amendments.map(({ id }) => id),
    lists: world.lists.map(({ id }) => id),
    calls: world.calls.map(({ id }) => id),
    submissions: world.submissions,
  }
  for (const [resource, some] of Object.entries(ids))
    found.push(`/api/v1/${resource}?limit=1000`, ...some.map((id) => `/api/v1/${resource}/${id}`))
  for (const { id } of world.lists)
    for (const format of exportFormats.filter((exportFormat) => exportFormat !== 'pdf'))
      found.push(`/lists/${id}.${format}`, `/lists/${id}.${format}?statements=1&positions=1&lang=ar`)
  for (const { id } of world.meetings)
    for (const format of ['json', 'txt', 'csv'])
      found.push(`/meetings/${id}/status.${format}?positions=1&statements=1`)
  return found
}
