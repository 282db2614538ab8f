// The body of a PATCH: a merge patch or a JSON patch, either way a function from a document to another.

import Type from 'typebox';
import { isJsonObject, type Json } from '../../core/model/json.ts';
import { applyJsonPatch, PatchFailed } from './json-patch.ts';
import { applyMergePatch } from './merge-patch.ts';
import { Refusing } from './problem.ts';
import { invalid, patchMisfit } from './request-problems.ts';
import { type BodyReader, sound } from './route.ts';
import { anything, oneOf } from './schema-basics.ts';
import { UserInput, writeOnlyMembers } from './schema-user.ts';
import { validatorOf } from './validate.ts';

/** What a patch makes of a document. @throws Refusing when it does not fit. */
export type ApplyPatch = (document: Json) => Json;

const pointer = () => Type.String({ description: 'JSON Pointer (RFC 6901).' });

/** A JSON Patch document (RFC 6902). */
export const JsonPatch = Type.Array(
  Type.Union([
    Type.Object({ op: oneOf(['add', 'replace', 'test']), path: pointer(), value: anything() }),
    Type.Object({ op: oneOf(['remove']), path: pointer() }),
    Type.Object({ op: oneOf(['move', 'copy']), path: pointer(), from: pointer() }),
  ]),
  { maxItems: 1000 },
);

const jsonPatch = validatorOf(JsonPatch);
const json = validatorOf(anything());

function readJsonPatch(value: unknown): ApplyPatch {
  const operations = sound(jsonPatch, value);
  return (document) => {
    try {
      return applyJsonPatch(document, operations);
    } catch (error) {
      if (!(error instanceof PatchFailed)) throw error;
      throw new Refusing(patchMisfit(error.reason, `/${error.index}/${error.member}`));
    }
  };
}

function readMergePatch(value: unknown): ApplyPatch {
  const patch = sound(json, value);
  // Any other patch would replace the whole user, which nobody can mean.
  if (!isJsonObject(patch)) throw new Refusing(invalid([{ pointer: '', reason: 'type', limit: null }]));
  return (document) => {
    const patched = applyMergePatch(document, patch);
    if (!isJsonObject(patched)) return patched;
    // No document shows these, so a null would remove nothing: it is kept, as the wish for none.
    const wishes = writeOnlyMembers.filter((member) => patch[member] === null).map((member) => [member, null]);
    return { ...patched, ...Object.fromEntries(wishes) };
  };
}

const readers: Readonly<Record<string, (value: unknown) => ApplyPatch>> = {
  'application/merge-patch+json': readMergePatch,
  'application/json-patch+json': readJsonPatch,
  'application/json': readMergePatch,
};

/** Reads either kind; plain JSON counts as a merge patch. */
export const patchBody: BodyReader<ApplyPatch> = {
  contents: {
    'application/merge-patch+json': UserInput,
    'application/json-patch+json': JsonPatch,
    'application/json': UserInput,
  },
  read: (mediaType, value) => (readers[mediaType] ?? readMergePatch)(value),
};
