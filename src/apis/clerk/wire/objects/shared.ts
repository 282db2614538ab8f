// The small objects that many endpoints answer with.

/** Clerk BAPI 2026-05-12, `DeletedObject`; 2026-08. */
export function deletedObject(object: string, id: string, externalId: string | null = null): object {
  return { object, id, deleted: true, ...(externalId !== null && { external_id: externalId }) };
}

/** A page with its total, as most lists are answered. */
export function listObject(data: readonly object[], total: number): object {
  return { data, total_count: total };
}

/** Clerk BAPI 2026-05-12, `TotalCount`; 2026-08. */
export function totalCountObject(count: number): object {
  return { object: 'total_count', total_count: count };
}
