// A document as a row: its kind's own fields as JSON, beside the columns that lists and steps need.

import type { AnyDocument, DocumentKind, DocumentOf } from '../../core/model/document.ts';
import { type Cell, integer, integerOrNull, type Row, text, textOrNull, trusted } from '../cells.ts';

/** The columns, in the order of `documentOf` and `documentCells`. */
export const documentColumns = [
  'realm',
  'kind',
  'id',
  'rev',
  'created_at',
  'updated_at',
  'forget_at',
  'user_id',
  'organization_id',
  'subject',
  'sealed',
  'body',
] as const;

/** The columns of the table named `alias`, as SQL. */
export function documentList(alias: string): string {
  return documentColumns.map((column) => `${alias}.${column}`).join(', ');
}

/** Reads `documentColumns`; the caller has asked for that kind. */
export function documentOf<Kind extends DocumentKind>(row: Row): DocumentOf<Kind> {
  return {
    ...trusted<DocumentOf<Kind>>(row[11]),
    realm: text(row[0]),
    id: text(row[2]),
    rev: integer(row[3]),
    createdAt: integer(row[4]),
    updatedAt: integer(row[5]),
    forgetAt: integerOrNull(row[6]),
    userId: textOrNull(row[7]),
    organizationId: textOrNull(row[8]),
    subject: textOrNull(row[9]),
    sealed: textOrNull(row[10]),
  };
}

/** The values of a document in the order of `documentColumns`. */
export function documentCells(document: AnyDocument): readonly Cell[] {
  const { realm, id, rev, createdAt, updatedAt, forgetAt, userId, organizationId, subject, sealed, ...body } = document;
  const owners = [userId, organizationId, subject, sealed];
  return [realm, document.kind, id, rev, createdAt, updatedAt, forgetAt, ...owners, JSON.stringify(body)];
}
