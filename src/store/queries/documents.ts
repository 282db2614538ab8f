// Lists of documents as SQL.

import { type CompiledQuery, sql } from 'kysely';
import type { DocumentKind, DocumentQuery } from '../../core/model/document.ts';
import { documentColumns } from '../rows/document.ts';
import type { Dialect } from './dialect.ts';

/** A page of documents by time of creation. Rows as `documentOf` reads them. */
export function documentPageQuery(dialect: Dialect, realm: string, query: DocumentQuery<DocumentKind>): CompiledQuery {
  const { kind, userId, organizationId, subject, direction, after, limit } = query;
  let found = dialect.builder.selectFrom('document').where('realm', '=', realm).where('kind', '=', kind);
  if (userId !== null) found = found.where('user_id', '=', userId);
  if (organizationId !== null) found = found.where('organization_id', '=', organizationId);
  if (subject !== null) found = found.where('subject', '=', subject);
  if (after !== null) {
    const than = sql.raw(direction === 'ascending' ? '>' : '<');
    found = found.where(sql<boolean>`(created_at, id) ${than} (${after.createdAt}, ${after.id})`);
  }
  const order = direction === 'ascending' ? 'asc' : 'desc';
  return found.select(documentColumns).orderBy('created_at', order).orderBy('id', order).limit(limit).compile();
}
