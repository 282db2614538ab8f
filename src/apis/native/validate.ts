// Validation: what a schema holds against a value, as faults by pointer.

import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { type Fault, fault } from './problem.ts';

/** Judges values by one schema. Values pass as they are: nothing is removed, coerced or filled in. */
export type Validator<Schema extends TSchema> = {
  readonly check: (value: unknown) => value is Static<Schema>;
  /** Every fault; none for a value that passes. */
  readonly faults: (value: unknown) => readonly Fault[];
};

type Finding = { readonly keyword: string; readonly schemaPath: string; readonly instancePath: string; params: object };

/** What each keyword is called in an answer; those absent here say `value`. */
const reasons: Readonly<Record<string, string>> = {
  type: 'type',
  required: 'missing',
  additionalProperties: 'unknown',
  propertyNames: 'characters',
  format: 'format',
  pattern: 'format',
  minLength: 'length-min',
  maxLength: 'length-max',
  maxItems: 'count-max',
};

function namesIn(params: object): readonly string[] {
  const names = Object.values(params).find(Array.isArray);
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
}

function faultsOf({ keyword, instancePath, params }: Finding): readonly Fault[] {
  const reason = reasons[keyword] ?? 'value';
  if (keyword === 'required' || keyword === 'additionalProperties') {
    const escaped = namesIn(params).map((name) => name.replaceAll('~', '~0').replaceAll('/', '~1'));
    return escaped.map((name) => fault(`${instancePath}/${name}`, reason));
  }
  return [fault(instancePath, reason, 'limit' in params && typeof params.limit === 'number' ? params.limit : null)];
}

/** How far a branch is from the value: another type is farthest, a wrong constant a little farther than any other fault. */
function distanceOf(union: Finding, findings: readonly Finding[]): number {
  const costs = findings.map((finding) => {
    if (finding.keyword === 'type' && finding.instancePath === union.instancePath) return 100;
    return faultsOf(finding).length + (/^(?:const|enum)$/.test(finding.keyword) ? 0.5 : 0);
  });
  return costs.reduce((sum, cost) => sum + cost, 0);
}

/** Of the branches of an `anyOf` that failed, the one that came nearest. */
function nearest(union: Finding, inside: readonly Finding[]): readonly Finding[] {
  const branches = new Map<string, Finding[]>();
  for (const finding of inside) {
    const branch = finding.schemaPath.slice(union.schemaPath.length).split('/')[2] ?? '';
    branches.set(branch, [...(branches.get(branch) ?? []), finding]);
  }
  const [first] = [...branches.values()].sort((left, right) => distanceOf(union, left) - distanceOf(union, right));
  return first ?? [];
}

function settled(findings: readonly Finding[]): readonly Finding[] {
  const plain = findings.filter(({ keyword }) => keyword !== 'boolean');
  const union = plain.find(({ keyword }) => keyword === 'anyOf');
  if (union === undefined) return plain;
  const belongs = ({ schemaPath, instancePath }: Finding) =>
    schemaPath.startsWith(`${union.schemaPath}/anyOf/`) && `${instancePath}/`.startsWith(`${union.instancePath}/`);
  const inside = plain.filter(belongs);
  const best = nearest(union, inside);
  const others = plain.filter((finding) => finding !== union && (!belongs(finding) || best.includes(finding)));
  return settled(others);
}

/** Compiles a schema. */
export function validatorOf<Schema extends TSchema>(schema: Schema): Validator<Schema> {
  const compiled = Compile(schema);
  return {
    check: (value): value is Static<Schema> => compiled.Check(value),
    faults: (value) => {
      if (compiled.Check(value)) return [];
      const found = settled(compiled.Errors(value)).flatMap(faultsOf);
      const byPlace = new Map(found.map((one) => [`${one.pointer} ${one.reason}`, one]));
      return [...byPlace.values()];
    },
  };
}
