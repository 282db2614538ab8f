// The documents, as the port has them.

import type { DocumentKind, DocumentQuery } from '../core/model/document.ts';
import type { Store } from '../core/ports.ts';
import { cellsOf } from './cells.ts';
import type { Engine } from './engine.ts';
import { documentOf } from './rows/document.ts';

/** True when a query asks for a kind from its beginning, and nothing else. */
function isWhole({ userId, organizationId, subject, direction, after }: DocumentQuery<DocumentKind>): boolean {
  return direction === 'ascending' && [userId, organizationId, subject, after].every((part) => part === null);
}

/** How many documents are swept away at once. */
const sweptMax = 500;

/** What the store does with documents, on an engine. */
export function documents(
  engine: Engine,
): Pick<Store, 'loadDocument' | 'loadDocumentByKey' | 'findDocuments' | 'sweepDocuments'> {
  return {
    async loadDocument(realm, kind, id) {
      const [row] = await engine.read('document.load', [realm, kind, id]);
      return row === undefined ? null : documentOf(row);
    },
    async loadDocumentByKey(realm, kind, key) {
      const [row] = await engine.read('document.byKey', [realm, kind, key.kind, key.key]);
      return row === undefined ? null : documentOf(row);
    },
    async findDocuments(realm, query) {
      // An idle server looks for a kind now and then: that must not load the query builder, nor start what makes lists.
      if (isWhole(query)) {
        const rows = await engine.read('document.oldest', [realm, query.kind, query.limit]);
        return rows.map((row) => documentOf(row));
      }
      const { documentPageQuery } = await import('./queries/documents.ts');
      const { sql, parameters } = documentPageQuery(await engine.dialect(), realm, query);
      return (await engine.list(sql, cellsOf(parameters))).map((row) => documentOf(row));
    },
    async sweepDocuments(now) {
      const step = { name: 'document.sweep', values: [now, sweptMax], miss: null, answers: true } as const;
      const ran = await engine.run([step]);
      return ran.done && (ran.answers[0]?.length ?? 0) === sweptMax;
    },
  };
}
