import type { FamilyParts } from '../../projections/sensing/device-family-list/queries.ts';

/** In a file the id follows from the family. */
const mattersOf = ({ standardId: _id, ...matters }: NonNullable<FamilyParts['standard']>) => matters;

/** The family as a file that can be published again: what its event says and what its parts are now. */
export const familyFileOf = ({ row, models, rules, standard }: FamilyParts) => {
  const { family, familyVersion, name, source, caseMapping, simulator } = row.definition;
  return {
    family,
    familyVersion,
    name,
    source,
    ...(standard === null ? {} : { matters: mattersOf(standard) }),
    caseMapping,
    models: models.map(({ definition: { family: _family, ...model } }) => model),
    rules: rules.map(({ definition }) => definition),
    ...(simulator === null ? {} : { simulator }),
  };
};
